package io.tidemark.records;

import io.tidemark.join.Arrival;
import io.tidemark.join.Emission;
import io.tidemark.join.JoinCount;
import io.tidemark.join.JoinCounter;
import io.tidemark.join.JoinEngine;
import io.tidemark.join.JoinState;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import io.tidemark.join.OpenLabel;
import io.tidemark.join.Prediction;
import io.tidemark.join.Step;
import io.tidemark.monitoring.labels.LabelWait;
import io.tidemark.monitoring.labels.WaitEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step of the join means for the waits for labels. Under the wall clock a prediction is
 * waited for from when it came, and an outcome comes when it does, or with its prediction where it
 * was there before; one whose prediction came late says nothing of how long outcomes take. Where
 * the clock follows events, both are when they happened. So it does not matter what is read first,
 * which is chance after a pause.
 */
public final class LabelWaits {
  /**
   * How long after it was made a prediction may come for something to be expected of it: a quarter
   * of the window, and no more than this. Of one that comes later outcomes may be there already.
   */
  private static final Duration FRESH = Duration.ofMinutes(15);

  private final JoinEngine engine;
  private final boolean byEvents;

  /**
   * @param byEvents whether the clock of the join follows events
   */
  public LabelWaits(JoinEngine engine, boolean byEvents) {
    this.engine = engine;
    this.byEvents = byEvents;
  }

  /**
   * The waits that a step began and ended.
   *
   * @param before the state it started with, or {@code null}
   * @param arrived the prediction that the step was about, or {@code null}
   * @param atMs when what the step is about came, or what time it was
   */
  public List<LabelWait> of(JoinState before, Prediction arrived, long atMs, Step step) {
    List<LabelWait> waits = new ArrayList<>();
    if (step.isOpened()) {
      for (OpenLabel label : engine.open(arrived, atMs)) {
        open(arrived, label, atMs, before, step, waits);
      }
    } else if (before instanceof Open open) {
      for (OpenLabel label : open.labels()) {
        boolean waited = before.pending(label.name());
        if (waited && !isPending(step, label)) {
          boolean watched = isWatched(open.prediction(), label, open.arrivedMs());
          long fromMs = byEvents ? open.prediction().timeMs() : open.arrivedMs();
          waits.add(ended(open.prediction(), label, Math.max(atMs, fromMs), step, watched));
        }
      }
    }
    return waits;
  }

  private void open(
      Prediction prediction,
      OpenLabel label,
      long atMs,
      JoinState before,
      Step step,
      List<LabelWait> waits) {
    boolean watched = isWatched(prediction, label, atMs);
    long fromMs = byEvents ? prediction.timeMs() : atMs;
    waits.add(
        new LabelWait.Began(
            label.name(), prediction.timeMs(), watched ? fromMs : LabelWait.NOT_WATCHED));
    if (!isPending(step, label)) {
      waits.add(ended(prediction, label, Math.max(atMs, cameMs(before, step)), step, watched));
    }
  }

  /** When the first outcome came that was held for the prediction, of those that are kept. */
  private static long cameMs(JoinState before, Step step) {
    List<Arrival> came = List.of();
    if (step.state() instanceof Open open) {
      came = open.outcomes();
    } else if (before instanceof Waiting waiting) {
      came = waiting.outcomes().stream().map(Held::arrival).toList();
    }
    return came.stream().mapToLong(Arrival::atMs).min().orElse(Long.MIN_VALUE);
  }

  private boolean isWatched(Prediction prediction, OpenLabel label, long arrivedMs) {
    long quarterMs = (label.untilMs() - prediction.timeMs()) / 4;
    return byEvents || arrivedMs - prediction.timeMs() <= Math.min(FRESH.toMillis(), quarterMs);
  }

  private static boolean isPending(Step step, OpenLabel label) {
    return step.state() != null && step.state().pending(label.name());
  }

  private LabelWait ended(
      Prediction prediction, OpenLabel label, long atMs, Step step, boolean watched) {
    WaitEnd end = end(step, label.name());
    long endMs =
        switch (end) {
          case JOINED -> byEvents ? decidedMs(step, label.name()).orElse(atMs) : atMs;
          case TIMED_OUT, UNLABELLED -> label.closesAtMs();
          case ERASED -> byEvents ? prediction.timeMs() : atMs;
        };
    return new LabelWait.Ended(
        label.name(),
        prediction.requestId(),
        prediction.timeMs(),
        end,
        Math.max(endMs, prediction.timeMs()),
        watched);
  }

  private static WaitEnd end(Step step, String label) {
    for (JoinCount count : step.counts()) {
      boolean ends =
          count.counter() == JoinCounter.JOINED
              || count.counter() == JoinCounter.TIMED_OUT
              || count.counter() == JoinCounter.UNLABELLED
              || count.counter() == JoinCounter.ERASED;
      if (ends && label.equals(count.label())) {
        return WaitEnd.valueOf(count.counter().name());
      }
    }
    throw new IllegalStateException("Label " + label + " waits no more, and nothing ended it");
  }

  /** When the outcome happened that has decided a label. */
  private static Optional<Long> decidedMs(Step step, String label) {
    if (step.state() instanceof Open open) {
      for (OpenLabel one : open.labels()) {
        if (one.name().equals(label) && one.standing() != null) {
          return Optional.of(one.standing().timeMs());
        }
      }
    }
    for (Emission emission : step.emissions()) {
      if (emission instanceof Emission.Labelled labelled && labelled.label().equals(label)) {
        return Optional.of(labelled.standing().timeMs());
      }
    }
    return Optional.empty();
  }
}
