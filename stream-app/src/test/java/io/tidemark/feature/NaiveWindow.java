package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which events a value is over, told in the plainest way. */
interface NaiveWindow {
  List<NaiveTwin.Event> inside(List<NaiveTwin.Event> events, long nowMs);

  static NaiveWindow of(Feature feature, Aggregate aggregate, long longestWindowMs) {
    Window window = feature.window();
    if (feature.op() == AggregateOp.DECAYED_SUM || feature.op() == AggregateOp.DECAYED_COUNT) {
      long halfLifeMs = aggregate.parameters().halfLife().toMillis();
      return sliding(32 * halfLifeMs, halfLifeMs);
    }
    if (window == null) {
      return (events, nowMs) -> events;
    }
    return window.session()
        ? session(window.size().toMillis(), longestWindowMs)
        : sliding(window.size().toMillis(), FeaturePlan.hopMs(window));
  }

  private static NaiveWindow sliding(long sizeMs, long hopMs) {
    return (events, nowMs) ->
        events.stream()
            .filter(e -> Math.floorDiv(e.timeMs(), hopMs) >= Math.floorDiv(nowMs - sizeMs, hopMs))
            .filter(e -> Math.floorDiv(e.timeMs(), hopMs) <= Math.floorDiv(nowMs, hopMs))
            .toList();
  }

  /** An event that came later than the longest window says is in no session. */
  private static NaiveWindow session(long gapMs, long keepMs) {
    return (events, nowMs) -> {
      List<NaiveTwin.Event> running = new ArrayList<>();
      long endMs = Long.MIN_VALUE;
      for (NaiveTwin.Event event : byTime(events)) {
        if (event.timeMs() <= event.arrivedMs() - keepMs) {
          continue;
        }
        if (endMs == Long.MIN_VALUE || event.timeMs() >= endMs + gapMs) {
          running.clear();
        }
        running.add(event);
        endMs = event.timeMs();
      }
      return nowMs < endMs + gapMs ? running : List.of();
    };
  }

  private static List<NaiveTwin.Event> byTime(List<NaiveTwin.Event> events) {
    return events.stream().sorted(Comparator.comparing(NaiveTwin.Event::timeMs)).toList();
  }
}
