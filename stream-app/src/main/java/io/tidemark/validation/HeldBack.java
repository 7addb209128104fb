package io.tidemark.validation;

import io.tidemark.definition.WindowTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Records of one partition that are further ahead of {@link StreamTime} than one record may move
 * it, until it is known what they are: the next morning, or a wrong clock.
 *
 * <p>They are confirmed, and go on in the order in which they came, once there are records of as
 * many different keys as the quorum within a step of each other, or as many different records as
 * the quorum within a step of each other and one after the other, with none between them that is
 * not ahead: a night without events ends for one key as well. {@link #PATIENCE} times as many one
 * after the other are a new pace, however far they lie apart. One that time has reached without it
 * goes on as well. They are refused once {@link #PATIENCE} times as many records as the quorum have
 * come since the oldest that are not ahead, or when more than {@link #MOST} are held.
 *
 * <p>Not thread-safe.
 *
 * @param <R> the record, to be read again
 */
public final class HeldBack<R> {
  /** For how many records that are not ahead one waits, for each that would confirm it. */
  static final int PATIENCE = 10;

  static final int MOST = 1_000;

  private final WindowTime rule;
  private final StreamTime time;
  private final List<Held<R>> held = new ArrayList<>();
  private final Deque<Held<R>> refused = new ArrayDeque<>();
  private int behind;
  private int together;

  /** Those before it go on now. */
  private long confirmedUntilMs = StreamTime.NOT_SET;

  /**
   * One record.
   *
   * @param key a number that stands for its entity
   * @param timeMs its event time
   * @param record what is to be read again
   */
  public record Held<R>(long key, long timeMs, R record) {}

  /** Nothing is held. */
  public HeldBack(WindowTime rule, StreamTime time) {
    this.rule = rule;
    this.time = time;
  }

  /**
   * Takes up what was remembered.
   *
   * @param behind how many records have come since that are not ahead
   * @param together how many of the last are one after the other
   */
  void restore(List<Held<R>> remembered, int behind, int together) {
    held.addAll(remembered);
    this.behind = behind;
    this.together = together;
  }

  List<Held<R>> held() {
    return held;
  }

  int behind() {
    return behind;
  }

  int together() {
    return together;
  }

  /** Another record was believed. */
  public void believed() {
    if (held.isEmpty()) {
      return;
    }
    together = 0;
    behind++;
    if (behind >= PATIENCE * rule.quorum()) {
      refused.addAll(held);
      held.clear();
      behind = 0;
    }
  }

  /** Holds a record; it may be the one that confirms others, or the one too many. */
  public void hold(Held<R> record) {
    held.add(record);
    together++;
    long confirmedMs = confirmedMs();
    if (confirmedMs != StreamTime.NOT_SET) {
      confirmedUntilMs = confirmedMs + time.stepMs();
      time.moveTo(confirmedMs);
      behind = 0;
      together = 0;
    } else if (held.size() > MOST) {
      refused.add(held.remove(0));
    }
  }

  private long confirmedMs() {
    long byKeys =
        held.stream()
            .mapToLong(Held::timeMs)
            .filter(this::isSharedByKeys)
            .min()
            .orElse(StreamTime.NOT_SET);
    boolean byOrder =
        together >= PATIENCE * rule.quorum() || (together >= rule.quorum() && lastAreClose());
    return byKeys == StreamTime.NOT_SET && byOrder ? oldestOfLast() : byKeys;
  }

  /** The same record sent again says nothing more. */
  private boolean lastAreClose() {
    Set<List<Long>> different = new HashSet<>();
    last().forEach(record -> different.add(List.of(record.key(), record.timeMs())));
    long newestMs = last().mapToLong(Held::timeMs).max().orElseThrow();
    return different.size() == rule.quorum() && newestMs - oldestOfLast() <= time.stepMs();
  }

  private Stream<Held<R>> last() {
    return held.subList(held.size() - rule.quorum(), held.size()).stream();
  }

  private boolean isSharedByKeys(long fromMs) {
    Set<Long> keys = new HashSet<>();
    for (Held<R> other : held) {
      if (other.timeMs() >= fromMs && other.timeMs() - fromMs <= time.stepMs()) {
        keys.add(other.key());
      }
    }
    return keys.size() >= rule.quorum();
  }

  private long oldestOfLast() {
    return last().mapToLong(Held::timeMs).min().orElseThrow();
  }

  /** The next that goes on, to be read again; null for none. */
  public R nextConfirmed() {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).timeMs() <= Math.max(time.nowMs(), confirmedUntilMs)) {
        R record = held.remove(i).record();
        behind = held.isEmpty() ? 0 : behind;
        return record;
      }
    }
    confirmedUntilMs = StreamTime.NOT_SET;
    return null;
  }

  /** The next that is refused; null for none. */
  public Held<R> nextRefused() {
    return refused.poll();
  }

  /** By how much time is held back: how far the nearest is ahead, in milliseconds; 0 for none. */
  public long heldMs() {
    long nearestMs = held.stream().mapToLong(Held::timeMs).min().orElse(time.nowMs());
    return nearestMs - time.nowMs();
  }

  /** Why a record is refused. */
  public Verdict.Quarantined refusal(long timeMs) {
    return new Verdict.Quarantined(
        Reason.TIME_JUMP,
        null,
        "Event time "
            + Instant.ofEpochMilli(timeMs)
            + " is further ahead of stream time "
            + Instant.ofEpochMilli(time.nowMs())
            + " than one record may move it ("
            + Duration.ofMillis(time.stepMs())
            + "), and no "
            + rule.quorum()
            + " keys confirm it. Check the producer's clock, or declare a larger max_time_step.");
  }
}
