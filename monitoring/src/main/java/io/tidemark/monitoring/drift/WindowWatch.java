package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.episode.Episode;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import io.tidemark.monitoring.drift.episode.EpisodeState;
import io.tidemark.monitoring.drift.episode.Standing;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is known of one window of one series beside its counts: how its past windows differ, and
 * whether it is in an episode. It is a row of a store. Not thread-safe.
 */
final class WindowWatch {
  private static final int FORMAT = 1;

  private final WindowKey key;
  private final WindowRows rows;
  private final long stepMs;
  private final WindowHistory history;
  private final Episode episode;

  /** Of the last evaluation, which stands while counts do not change. */
  private DriftResult result;

  private String baseline = Baselines.NONE;

  private WindowWatch(WindowKey key, WindowRows rows, WindowHistory history, Episode episode) {
    this.key = key;
    this.rows = rows;
    this.stepMs = AlarmBudget.step(key.window()).toMillis();
    this.history = history;
    this.episode = episode;
    this.result = DriftResult.noBaseline(key.series().label(), 0);
  }

  /** A window of which nothing is known. */
  static WindowWatch begin(WindowKey key, WindowRows rows, EpisodeRule rule) {
    return new WindowWatch(key, rows, new WindowHistory(), new Episode(rule));
  }

  /**
   * Goes on with a row.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static WindowWatch restore(WindowKey key, WindowRows rows, EpisodeRule rule, byte[] row) {
    ByteReader in = new ByteReader("drift window", row).expectFormat(FORMAT);
    WindowHistory history = WindowHistory.next(in);
    Episode episode = Episode.next(rule, in);
    in.expectEnd();
    return new WindowWatch(key, rows, history, episode);
  }

  /** {@code [format 1][history][episode]}. */
  byte[] encode() {
    ByteWriter out = new ByteWriter(128).octet(FORMAT);
    history.putInto(out);
    episode.putInto(out);
    return out.toByteArray();
  }

  /** How dependent the values are, as far as that is known. */
  Calibration calibration(Profile profile, double assumed) {
    return history.calibration(profile.binning().hash(), bins(profile), assumed);
  }

  private static int bins(Profile profile) {
    BinCounts counts = profile.counts();
    return (int) IntStream.range(0, counts.size()).filter(bin -> counts.count(bin) > 0).count();
  }

  /** Takes note of an evaluation. */
  void evaluated(DriftResult newest, String baselineHash) {
    result = newest;
    baseline = baselineHash;
  }

  /**
   * Takes the window as one without drift where it may be one, and goes on with the episode.
   *
   * @param rule what counts as drift
   * @param assumed over-dispersion until enough windows are known
   * @param counts over the bins of the result, the caller does not change them any more
   * @param endMs end of the window, in epoch milliseconds
   */
  List<EpisodeChange> pass(DriftRule rule, double assumed, BinCounts counts, long endMs) {
    String bins = result.binningHash();
    boolean changed =
        !bins.isEmpty()
            && history.offer(bins, counts, endMs, key.window(), rule.minCount(), assumed);
    boolean wasAtRest = episode.isAtRest();
    EpisodeState before = episode.state();
    List<EpisodeMove> moves = episode.judge(standing(rule), endMs, stepMs);
    if (changed || !wasAtRest || !episode.isAtRest()) {
      rows.put(key, encode());
    }
    return changes(moves, before, endMs);
  }

  private Standing standing(DriftRule rule) {
    return result.evidence().map(evidence -> standing(rule, evidence)).orElse(Standing.UNKNOWN);
  }

  private Standing standing(DriftRule rule, Evidence evidence) {
    if (result.status() == DriftStatus.SIGNIFICANT) {
      return Standing.ALERT;
    }
    boolean small = evidence.psiDebiased() < EpisodeRule.CALM * rule.alert();
    return small || !evidence.isBeyondChance() ? Standing.CALM : Standing.BELOW;
  }

  private List<EpisodeChange> changes(List<EpisodeMove> moves, EpisodeState before, long endMs) {
    EpisodeState state = episode.isOpen() ? episode.state() : before;
    return moves.stream()
        .map(move -> new EpisodeChange(key, move, state, endMs, baseline, result))
        .toList();
  }

  /** Ends what is open, and forgets the window: the series is not evaluated any more. */
  List<EpisodeChange> leave(long endMs) {
    EpisodeState before = episode.state();
    rows.remove(key);
    return changes(episode.close(), before, endMs);
  }

  EpisodeState episode() {
    return episode.state();
  }
}
