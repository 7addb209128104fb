package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.Optional;

/**
 * Whether the outcomes of one label have stopped: a sequential test of what came in each step
 * against what was to be expected of the predictions that waited.
 *
 * <p>It learns which share of predictions of each age is decided in a step. The least that is held
 * to be normal is {@value #LEAST} of what that comes to, since hours and versions differ. Evidence
 * is the sum of log-likelihood ratios of {@value #STOPPED} of this against all of it, never below 0
 * and divided by the dispersion that was seen: a label whose outcomes come in batches takes batches
 * that are missing. At {@value #ENOUGH} there is an outage: while at least that much comes, less
 * than once in e to the 15, some 3 million, steps by mistake (Lorden, 1971), which are six years of
 * minutes; and once outcomes stop, as soon as some 31 times the dispersion are missing. Above an
 * eighth of what is expected evidence does not grow. While nothing waits it stays as it is, so that
 * the batches of a model whose predictions come together add up. Steps of which it is not yet known
 * whether they belong to an outage teach nothing until then, and those of an outage never.
 *
 * <p>A function of the steps it is given, in order. Not thread-safe.
 */
public final class OutageWatch {
  /** The share of what is expected that is normal, and of that what comes in an outage. */
  static final double LEAST = 0.5;

  static final double STOPPED = 0.02;

  /** The most of what is expected that still is no end of an outage. */
  private static final double AGAIN = 0.125;

  /** Evidence from which on there is an outage, and that from which on it is over. */
  static final double ENOUGH = 15;

  private static final double ENOUGH_AGAIN = 8;

  /**
   * Outcomes without which nothing is expected; steps in which they came; and then as many more.
   */
  private static final double LEAST_CAME = 50;

  private static final int LEAST_STEPS = 10;

  /** Of 2,880 steps before in which something waited, half counts: two days of minutes. */
  private static final double FADE = StrictMath.pow(0.5, 1 / 2_880.0);

  /** After so many steps in which nothing waits there is no telling: a day of minutes. */
  private static final int QUIET = 24 * 60;

  /** After so many steps what comes is no outage any more but how things are. */
  private static final int LONGEST = 14 * 24 * 60;

  private Exposure known = new Exposure();
  private int stepsWithOutcomes;

  /** What came since there was no evidence. */
  private Exposure suspect = new Exposure();

  private long suspectFromMs;
  private double evidence;

  /** While an outage is open: evidence that it is over, and since when there is some. */
  private double against;

  private long againFromMs;
  private Outage outage;
  private int stepsOpen;
  private int stepsQuiet;

  /** The outage that lasts; empty without one. */
  public Optional<Outage> open() {
    return Optional.ofNullable(outage);
  }

  /** How near an outage is: 0 without evidence, 1 when there is one. */
  public double evidence() {
    return outage != null ? 1 : evidence / ENOUGH;
  }

  /** Whether nothing speaks for an outage that is not noticed. */
  boolean isClear() {
    return outage == null && evidence == 0;
  }

  /** Whether enough has come for something to be expected. */
  public boolean hasLearnt() {
    return stepsWithOutcomes >= LEAST_STEPS && known.expected() >= LEAST_CAME;
  }

  /** What is known of the ages at which outcomes come. */
  Exposure known() {
    return known;
  }

  /** How many outcomes are to be expected of a step; 0 until enough is known. */
  double expect(Exposure step) {
    return hasLearnt() ? known.expect(step) : 0;
  }

  /**
   * Takes what came in the next step.
   *
   * @param endMs its end, milliseconds since the Unix epoch
   * @return the outage that has opened or is over
   */
  Optional<Outage> step(Exposure step, long startMs, long endMs) {
    if (outage == null && step.waiting() > 0) {
      known.fade(FADE);
    }
    if (outage != null && !hasLearnt()) {
      return Optional.of(close(startMs));
    }
    if (!hasLearnt()) {
      double expected = known.came() < LEAST_CAME ? 0 : known.expect(step);
      learn(noted(step, expected));
      return Optional.empty();
    }
    double expected = known.expect(step);
    return outage == null ? judge(step, expected, startMs, endMs) : goOn(step, expected, startMs);
  }

  private static Exposure noted(Exposure step, double expected) {
    if (expected > 0) {
      step.judged(expected, step.came());
    }
    return step;
  }

  private void learn(Exposure more) {
    known.add(more);
    if (more.came() > 0) {
      stepsWithOutcomes = Math.min(stepsWithOutcomes + 1, LEAST_STEPS);
    }
  }

  /** Evidence of one share of what is expected against another, by what came. */
  private double evidence(double share, double other, double expected, double came) {
    return ((other - share) * expected + came * StrictMath.log(share / other)) / known.dispersion();
  }

  private Optional<Outage> judge(Exposure step, double expected, long startMs, long endMs) {
    if (evidence == 0) {
      suspectFromMs = startMs;
    }
    double ratio = evidence(STOPPED * LEAST, LEAST, expected, step.came());
    evidence = Math.max(0, evidence + ratio);
    suspect.add(noted(step, expected));
    if (evidence >= ENOUGH) {
      outage = new Outage(suspectFromMs, endMs, Outage.GOES_ON, suspect.expected(), suspect.came());
      suspect = new Exposure();
      against = 0;
      stepsOpen = 0;
      stepsQuiet = 0;
      return Optional.of(outage);
    }
    if (evidence == 0) {
      learn(suspect);
      suspect = new Exposure();
    }
    return Optional.empty();
  }

  private Optional<Outage> goOn(Exposure step, double expected, long startMs) {
    if (against == 0) {
      againFromMs = startMs;
    }
    against = Math.max(0, against + evidence(LEAST, AGAIN, expected, step.came()));
    outage = outage.with(expected, step.came());
    stepsOpen++;
    if (stepsOpen >= LONGEST) {
      known = new Exposure();
      stepsWithOutcomes = 0;
      return Optional.of(close(startMs));
    }
    if (against >= ENOUGH_AGAIN) {
      return Optional.of(close(againFromMs));
    }
    stepsQuiet = step.waiting() == 0 ? stepsQuiet + 1 : 0;
    return stepsQuiet >= QUIET ? Optional.of(close(startMs)) : Optional.empty();
  }

  private Outage close(long untilMs) {
    Outage over = outage.until(untilMs);
    outage = null;
    evidence = 0;
    return over;
  }

  /** One that has everything to learn and knows of the same outage, which is over with that. */
  OutageWatch anew() {
    OutageWatch watch = new OutageWatch();
    watch.outage = outage;
    return watch;
  }

  void putInto(ByteWriter out) {
    known.putInto(out);
    suspect.putInto(out);
    out.unsigned(stepsWithOutcomes).signed(suspectFromMs).real(evidence);
    out.real(against).signed(againFromMs).flag(outage != null);
    if (outage != null) {
      put(outage, out);
      out.unsigned(stepsOpen).unsigned(stepsQuiet);
    }
  }

  static OutageWatch next(ByteReader in) {
    OutageWatch watch = new OutageWatch();
    watch.known = Exposure.next(in);
    watch.suspect = Exposure.next(in);
    watch.stepsWithOutcomes = in.number("steps with outcomes", LEAST_STEPS);
    watch.suspectFromMs = in.signed();
    watch.evidence = in.real();
    watch.against = in.real();
    watch.againFromMs = in.signed();
    if (in.flag()) {
      watch.outage = outage(in);
      watch.stepsOpen = in.number("steps of an outage", LONGEST);
      watch.stepsQuiet = in.number("quiet steps of an outage", QUIET);
    }
    return watch;
  }

  static void put(Outage outage, ByteWriter out) {
    out.signed(outage.fromMs()).signed(outage.noticedMs()).signed(outage.untilMs());
    out.real(outage.expected()).real(outage.came());
  }

  static Outage outage(ByteReader in) {
    return new Outage(in.signed(), in.signed(), in.signed(), in.real(), in.real());
  }
}
