package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The waits for one label of a model, told by all tasks of the join: how many wait by age, and
 * whether outcomes have stopped. What happens to watched predictions is looked at in steps of time,
 * each once everything is known of it, so that it does not matter who told what first. Not
 * thread-safe.
 */
public final class LabelWatch {
  /** Most outages that are remembered. */
  static final int MOST_OUTAGES = 64;

  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final WaitStep step;
  private LabelFunnel funnel = LabelFunnel.NONE;

  /** All predictions that wait; those of which something is to be expected. */
  private WaitSlots pending = new WaitSlots();

  private WaitSlots watched = new WaitSlots();

  /** By step, then by when they were made: what is not looked at yet. */
  private final TreeMap<Long, TreeMap<Long, LabelChange.Flow>> ahead = new TreeMap<>();

  /** The first step that is not looked at yet. */
  private long nextMs = NOT_BEGUN;

  private OutageWatch outages = new OutageWatch();
  private final List<PastOutage> over = new ArrayList<>();

  /** Up to when no outage has begun that is not known. */
  private long clearUntilMs = NOT_BEGUN;

  /** What was expected and what came in the last step that was looked at. */
  private double lastExpected;

  private double lastCame;

  LabelWatch(WaitStep step) {
    this.step = step;
  }

  void take(LabelChange change, long nowMs) {
    funnel = funnel.plus(change.funnel());
    change.eachWaiting(
        (madeMs, count) -> {
          pending.add(step, madeMs, nowMs, count);
          pending.remove(madeMs, -count);
        });
    change.eachFlow(
        (atMs, madeMs, flow) ->
            ahead
                .computeIfAbsent(step.floor(Math.max(atMs, nextMs)), at -> new TreeMap<>())
                .merge(madeMs, flow, LabelChange.Flow::plus));
  }

  /** Looks at every step that is over by a time up to which everything is known. */
  List<OutageMove> advanceTo(String label, long throughMs) {
    List<OutageMove> moves = new ArrayList<>();
    while (begin() && nextMs + step.lengthMs() <= throughMs) {
      long startMs = nextMs;
      nextMs += step.lengthMs();
      look(startMs).ifPresent(outage -> moves.add(new OutageMove(label, noted(outage), nextMs)));
      clearUntilMs = outages.isClear() ? nextMs : clearUntilMs;
    }
    boolean idle = isIdle() && (ahead.isEmpty() || ahead.firstKey() > throughMs);
    if (idle && outages.isClear()) {
      clearUntilMs = Math.max(clearUntilMs, throughMs);
    }
    pending.fold(step, throughMs);
    return moves;
  }

  /** Steps in which nothing can happen are passed over. */
  private boolean begin() {
    if (isIdle()) {
      if (ahead.isEmpty()) {
        return false;
      }
      nextMs = Math.max(nextMs, ahead.firstKey());
    }
    return true;
  }

  private boolean isIdle() {
    return nextMs == NOT_BEGUN || (watched.isEmpty() && outages.open().isEmpty());
  }

  private Optional<Outage> look(long startMs) {
    TreeMap<Long, LabelChange.Flow> flows =
        Optional.ofNullable(ahead.remove(startMs)).orElseGet(TreeMap::new);
    flows.forEach((madeMs, flow) -> watched.add(step, madeMs, startMs, flow.began()));
    Exposure seen = new Exposure();
    watched.each((madeMs, count) -> seen.waits(age(middle(madeMs, startMs), startMs), count));
    flows.forEach(
        (madeMs, flow) -> {
          seen.comes(age(madeMs, startMs), flow.decided());
          watched.remove(madeMs, flow.decided() + flow.left());
        });
    watched.fold(step, startMs);
    lastExpected = outages.expect(seen);
    lastCame = seen.came();
    return outages.step(seen, startMs, nextMs);
  }

  private long middle(long slotMs, long nowMs) {
    return slotMs < step.fineFromMs(nowMs) ? slotMs + step.coarseMs() / 2 : slotMs;
  }

  private int age(long madeMs, long startMs) {
    return WaitAges.of((startMs - madeMs) / step.lengthMs());
  }

  private Outage noted(Outage outage) {
    if (!outage.isOpen()) {
      over.add(new PastOutage(outage, delays()));
      if (over.size() > MOST_OUTAGES) {
        over.remove(0);
      }
    }
    return outage;
  }

  /** What became of predictions. */
  public LabelFunnel funnel() {
    return funnel;
  }

  /** How many wait, by age, at a time. */
  public PendingByAge pending(long nowMs) {
    PendingByAge ages = new PendingByAge();
    pending.each((madeMs, count) -> ages.add(nowMs - madeMs, count));
    return ages;
  }

  /** The outage that lasts; empty without one. */
  public Optional<Outage> outage() {
    return outages.open();
  }

  /** Those that are over, the newest last. */
  public List<Outage> pastOutages() {
    return over.stream().map(PastOutage::outage).toList();
  }

  /** How near an outage is: 0 without evidence, 1 when there is one. */
  public double evidence() {
    return outages.evidence();
  }

  /** Whether enough has come for something to be expected. */
  public boolean hasLearnt() {
    return outages.hasLearnt();
  }

  /** How many outcomes were to be expected in the last step; 0 until enough has come. */
  public double expected() {
    return lastExpected;
  }

  /** How many came in it. */
  public double came() {
    return lastCame;
  }

  /** The length of a step, milliseconds. */
  public long stepMs() {
    return step.lengthMs();
  }

  /** Up to when no outage has begun that is not noticed; a time long ago before anything. */
  long clearUntilMs() {
    return clearUntilMs;
  }

  /** At which ages the outcomes of this label come. */
  public LabelDelays delays() {
    return LabelDelays.of(outages.known(), step);
  }

  /**
   * Which share of the outcomes of predictions made in a time would have come during an outage, by
   * the ages at which they come: 0 to 1; 0 where nothing is known of those.
   *
   * @param toMs exclusive
   * @param throughMs how long an outage has lasted that is open
   */
  public double lostShare(long fromMs, long toMs, long throughMs) {
    double lost = 0;
    for (PastOutage one : withOpen(throughMs)) {
      if (one.outage().untilMs() > fromMs) {
        lost += one.delays().shareWithin(fromMs, toMs, one.outage());
      }
    }
    return Math.min(1, lost);
  }

  private List<PastOutage> withOpen(long throughMs) {
    List<PastOutage> all = new ArrayList<>(over);
    outages.open().ifPresent(open -> all.add(new PastOutage(open.until(throughMs), delays())));
    return all;
  }

  void putInto(ByteWriter out) {
    out.unsigned(step.lengthMs());
    funnel.putInto(out);
    pending.putInto(out);
    watched.putInto(out);
    out.signed(nextMs).signed(clearUntilMs).real(lastExpected).real(lastCame);
    out.unsigned(ahead.values().stream().mapToInt(Map::size).sum());
    ahead.forEach(
        (atMs, flows) ->
            flows.forEach(
                (madeMs, flow) -> {
                  out.signed(atMs).signed(madeMs).unsigned(flow.began());
                  out.unsigned(flow.decided()).unsigned(flow.left());
                }));
    outages.putInto(out);
    out.unsigned(over.size());
    over.forEach(outage -> outage.putInto(out));
  }

  /** What {@link #putInto} wrote; of other steps, what was expected is learnt anew. */
  static LabelWatch next(WaitStep declared, ByteReader in) {
    WaitStep stored = new WaitStep(in.unsigned());
    LabelWatch watch = new LabelWatch(declared == null ? stored : declared);
    watch.funnel = LabelFunnel.next(in);
    watch.pending = WaitSlots.next(in);
    WaitSlots watched = WaitSlots.next(in);
    long nextMs = in.signed();
    watch.clearUntilMs = in.signed();
    double lastExpected = in.real();
    double lastCame = in.real();
    TreeMap<Long, TreeMap<Long, LabelChange.Flow>> ahead = new TreeMap<>();
    for (int left = in.count(); left > 0; left--) {
      ahead
          .computeIfAbsent(in.signed(), at -> new TreeMap<>())
          .put(in.signed(), new LabelChange.Flow(in.unsigned(), in.unsigned(), in.unsigned()));
    }
    OutageWatch outages = OutageWatch.next(in);
    for (int left = in.count(); left > 0; left--) {
      watch.over.add(PastOutage.next(in));
    }
    if (watch.step.equals(stored)) {
      watch.watched = watched;
      watch.nextMs = nextMs;
      watch.lastExpected = lastExpected;
      watch.lastCame = lastCame;
      watch.ahead.putAll(ahead);
      watch.outages = outages;
    } else {
      watch.outages = outages.anew();
      watch.nextMs = watch.step.floor(nextMs);
    }
    return watch;
  }
}
