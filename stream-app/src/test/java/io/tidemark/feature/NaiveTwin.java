package io.tidemark.feature;

import static io.tidemark.feature.NaiveNumbers.ORDER;
import static io.tidemark.feature.NaiveNumbers.ageInSeconds;
import static io.tidemark.feature.NaiveNumbers.decay;
import static io.tidemark.feature.NaiveNumbers.hopMs;
import static io.tidemark.feature.NaiveNumbers.mean;
import static io.tidemark.feature.NaiveNumbers.number;
import static io.tidemark.feature.NaiveNumbers.rate;
import static io.tidemark.feature.NaiveNumbers.sum;
import static io.tidemark.feature.NaiveNumbers.variance;
import static java.lang.Math.floorDiv;
import static java.util.Collections.frequency;
import static java.util.Comparator.comparing;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What an aggregate is over a window, from the list of all events and nothing else: the oracle. */
record NaiveTwin(Aggregate what, int no, Window window, long keepMs) {
  /** The value; {@code null} where no event in the window has an input. */
  Object value(List<NaiveEvent> all, long nowMs) {
    Comparator<NaiveEvent> byTime =
        comparing(NaiveEvent::timeMs).thenComparing(e -> e.input(no), ORDER);
    Stream<NaiveEvent> fed = inside(all, nowMs).stream().filter(e -> e.input(no) != null);
    List<NaiveEvent> in = fed.sorted(byTime.reversed()).toList();
    return in.isEmpty() ? null : value(in, what.parameters(), nowMs);
  }

  private Object value(List<NaiveEvent> in, AggregateParameters told, long nowMs) {
    List<Object> latest = in.stream().map(e -> e.input(no)).toList();
    List<Object> sorted = latest.stream().sorted(ORDER).toList();
    List<Object> kinds = sorted.stream().distinct().toList();
    Comparator<Object> commonest = comparing(kind -> -frequency(sorted, kind));
    ToDoubleFunction<NaiveEvent> weight = e -> decay(e.timeMs(), nowMs, told.halfLife());
    int n = in.size();
    return switch (what.op()) {
      case COUNT -> (long) n;
      case SUM -> sum(sorted);
      case MEAN -> mean(sorted);
      case MIN -> sorted.get(0);
      case MAX -> sorted.get(n - 1);
      case VARIANCE -> variance(sorted);
      case STDDEV -> Math.sqrt(variance(sorted));
      case FIRST -> latest.get(n - 1);
      case LAST -> latest.get(0);
      case LAST_N -> latest.stream().limit(told.size()).toList();
      case DISTINCT -> (long) Math.min(told.max(), kinds.size());
      case APPROX_DISTINCT -> (long) kinds.size();
      case QUANTILE -> number(sorted.get((int) (told.quantile() * (n - 1))));
      case TOP_K -> kinds.stream().sorted(commonest).limit(told.size()).toList();
      case RATE -> rate(what.of() == null ? n : sum(sorted), told.per(), window.size());
      case DECAYED_COUNT -> in.stream().mapToDouble(weight).sum();
      case DECAYED_SUM ->
          in.stream().mapToDouble(e -> weight.applyAsDouble(e) * number(e.input(no))).sum();
      case TIME_SINCE_LAST -> ageInSeconds(nowMs - in.get(0).timeMs());
    };
  }

  List<NaiveEvent> inside(List<NaiveEvent> all, long nowMs) {
    if (window == null || window.session()) {
      return window == null ? all : session(all, nowMs);
    }
    long hopMs = hopMs(window);
    long first = floorDiv(nowMs - window.size().toMillis(), hopMs);
    LongPredicate holds = hop -> hop >= first && hop <= floorDiv(nowMs, hopMs);
    return all.stream().filter(e -> holds.test(floorDiv(e.timeMs(), hopMs))).toList();
  }

  private List<NaiveEvent> session(List<NaiveEvent> all, long nowMs) {
    List<NaiveEvent> running = new ArrayList<>();
    long overMs = Long.MIN_VALUE;
    Stream<NaiveEvent> kept = all.stream().filter(e -> e.timeMs() > e.arrivedMs() - keepMs);
    for (NaiveEvent event : kept.sorted(comparing(NaiveEvent::timeMs)).toList()) {
      if (event.timeMs() >= overMs) {
        running.clear();
      }
      running.add(event);
      overMs = event.timeMs() + window.size().toMillis();
    }
    return nowMs < overMs ? running : List.of();
  }
}
