package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import io.tidemark.history.HistoryPage.Point;
import io.tidemark.history.HistoryQuery.Place;
import io.tidemark.history.HistoryQuery.Span;
import io.tidemark.text.KeyParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** What holds of the past whatever keeps its rows: the same as of a list that is looked through. */
public abstract class HistoryContract {
  private static final int ROUNDS = 60;
  private static final List<String> NAMES = List.of("a", "a|b", "a\0", "a\0b", "", "ä", "b", "a\\");
  private static final List<Long> TIMES =
      List.of(-60_001L, -1L, 0L, 1L, 59_999L, 60_000L, 150_000L);

  /** Rows without any. */
  protected abstract HistoryRows rows();

  private record Kept(String identity, long timeMs, String episode, boolean open, double psi) {}

  private record Told<T>(T record, Kept kept) {}

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Told<DriftMetric> metric(Random random, double psi) {
    long atMs = any(random, TIMES);
    DriftMetric metric = PastRecords.metric(any(random, NAMES), any(random, NAMES), atMs, psi);
    return new Told<>(metric, new Kept(HistoryTable.DRIFT.identity(metric), atMs, "", false, psi));
  }

  private static Told<DriftAlert> alert(Random random, double psi) {
    long atMs = any(random, TIMES);
    AlertState state = any(random, List.of(AlertState.OPENED, AlertState.CLOSED));
    DriftAlert alert = PastRecords.alert(any(random, NAMES), any(random, NAMES), state, atMs, psi);
    return new Told<>(
        alert,
        new Kept(
            HistoryTable.ALERTS.identity(alert),
            atMs,
            alert.getEpisodeId(),
            state != AlertState.CLOSED,
            psi));
  }

  private static final Comparator<Kept> BY_SERIES =
      Comparator.comparing(Kept::identity, HistoryContract::byCodePoints)
          .thenComparing(Kept::timeMs, Comparator.reverseOrder());
  private static final Comparator<Kept> BY_TIME =
      Comparator.comparing(Kept::timeMs, Comparator.reverseOrder())
          .thenComparing(Kept::identity, HistoryContract::byCodePoints);

  private static int byCodePoints(String first, String second) {
    return Arrays.compare(first.codePoints().toArray(), second.codePoints().toArray());
  }

  @Test
  void driftIsWhatALookThroughAllOfItGives() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      agrees(seed, HistoryTable.DRIFT, told(random, HistoryContract::metric), BY_SERIES);
    }
  }

  @Test
  void alertsAreWhatALookThroughAllOfThemGives() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      agrees(seed, HistoryTable.ALERTS, told(random, HistoryContract::alert), BY_TIME);
    }
  }

  private interface Maker<T> {
    Told<T> make(Random random, double psi);
  }

  private static <T> List<Told<T>> told(Random random, Maker<T> maker) {
    return Stream.iterate(1, i -> i + 1)
        .limit(1 + random.nextInt(80))
        .map(psi -> maker.make(random, psi))
        .toList();
  }

  private <T extends SpecificRecordBase> void agrees(
      int seed, HistoryTable table, List<Told<T>> told, Comparator<Kept> order) {
    HistoryRows rows = rows();
    HistoryFeed<T> feed = new HistoryFeed<>(table, "topic", rows);
    Map<String, Kept> newest = new HashMap<>();
    for (Told<T> each : told) {
      feed.accept(each.record());
      newest.put(each.kept().identity() + "@" + each.kept().timeMs(), each.kept());
    }
    feed.reached(0, told.size());
    List<Kept> sorted = newest.values().stream().sorted(order).toList();
    Random random = new Random(-seed - 1L);
    for (int i = 0; i < 40; i++) {
      HistoryQuery query = query(random, table);
      assertThat(psis(new History(rows), query))
          .as("seed %d, query %d: %s of %s", seed, i, query, sorted)
          .isEqualTo(naive(sorted, query));
    }
  }

  private static HistoryQuery query(Random random, HistoryTable table) {
    Map<String, String> parts =
        random.nextInt(3) == 0 ? Map.of("model", any(random, NAMES)) : Map.of();
    long fromMs = random.nextBoolean() ? Long.MIN_VALUE : any(random, TIMES);
    long untilMs = random.nextBoolean() ? Long.MAX_VALUE : any(random, TIMES);
    long stepMs = table.bySeries() && random.nextBoolean() ? any(random, List.of(2L, 60_000L)) : 1;
    boolean latest = random.nextInt(3) == 0;
    Optional<Boolean> open =
        table.bySeries() || !latest ? Optional.empty() : Optional.of(random.nextBoolean());
    int limit = 1 + random.nextInt(5);
    return new HistoryQuery(
        table, parts, new Span(fromMs, untilMs, stepMs), latest, open, limit, Optional.empty());
  }

  /** Of all pages, each asked for with the end of the one before. */
  private static List<Double> psis(History history, HistoryQuery query) {
    List<Double> psis = new ArrayList<>();
    Optional<Place> after = Optional.empty();
    do {
      HistoryPage page = history.page(behind(query, after));
      assertThat(page.points().size()).isLessThanOrEqualTo(query.limit());
      page.points().forEach(point -> psis.add(psi(point)));
      after = page.next().map(place -> parsed(query.table(), place));
    } while (after.isPresent());
    return psis;
  }

  private static Place parsed(HistoryTable table, Place place) {
    return Place.parse(table, place.toString()).orElseThrow();
  }

  private static HistoryQuery behind(HistoryQuery query, Optional<Place> after) {
    return new HistoryQuery(
        query.table(),
        query.parts(),
        query.span(),
        query.latest(),
        query.open(),
        query.limit(),
        after);
  }

  private static double psi(Point point) {
    return (Double) point.record().get("psi");
  }

  private static List<Double> naive(List<Kept> sorted, HistoryQuery query) {
    boolean bySeries = query.table().bySeries();
    Span span = query.span();
    Set<String> seen = new HashSet<>();
    Predicate<Kept> first =
        kept -> {
          String what = bySeries ? kept.identity() : kept.episode();
          long step = Math.floorDiv(kept.timeMs(), span.stepMs());
          return query.latest() ? seen.add(what) : !bySeries || seen.add(what + "@" + step);
        };
    return sorted.stream()
        .filter(kept -> kept.timeMs() >= span.fromMs() && kept.timeMs() < span.untilMs())
        .filter(first)
        .filter(kept -> query.parts().isEmpty() || isModel(kept, query.parts().get("model")))
        .filter(kept -> query.open().map(open -> open == kept.open()).orElse(true))
        .map(Kept::psi)
        .toList();
  }

  private static boolean isModel(Kept kept, String model) {
    return KeyParts.split(kept.identity()).get(0).equals(model);
  }

  @Test
  void detailComesBackAndIsApartBefore() {
    HistoryRows rows = rows();
    HistoryFeed<DriftMetric> feed = new HistoryFeed<>(HistoryTable.DRIFT, "topic", rows);
    feed.accept(PastRecords.metric("m", "f", 60_000, 0.5));
    feed.reached(0, 1);
    History history = new History(rows);
    Point point = history.page(all(HistoryTable.DRIFT)).points().get(0);
    assertThat(point.record().get("bins")).asList().isEmpty();
    history.restoreDetail(HistoryTable.DRIFT, point);
    assertThat(point.record().get("bins")).asList().hasSize(1);
    assertThat(point.record().get("bins").toString()).contains("[0, 1]").contains("60000");
  }

  private static HistoryQuery all(HistoryTable table) {
    return new HistoryQuery(
        table, Map.of(), Span.ALL, false, Optional.empty(), 100, Optional.empty());
  }

  @Test
  void nothingIsWrittenBeforeItIsKnownHowFarTheTopicWasRead() {
    HistoryRows rows = rows();
    HistoryFeed<DriftMetric> feed = new HistoryFeed<>(HistoryTable.DRIFT, "topic", rows);
    feed.accept(PastRecords.metric("m", "f", 60_000, 0.5));
    assertThat(new History(rows).page(all(HistoryTable.DRIFT)).points()).isEmpty();
    assertThat(feed.goesOnAt(3)).isEmpty();
    feed.reached(3, 17);
    assertThat(new History(rows).page(all(HistoryTable.DRIFT)).points()).hasSize(1);
    assertThat(feed.goesOnAt(3)).hasValue(17);
    assertThat(feed.goesOnAt(2)).isEmpty();
    assertThat(new HistoryFeed<>(HistoryTable.DRIFT, "other", rows).goesOnAt(3)).isEmpty();
  }

  @Test
  void placeOfAnotherTableIsNone() {
    HistoryRows rows = rows();
    HistoryFeed<DriftMetric> feed = new HistoryFeed<>(HistoryTable.DRIFT, "topic", rows);
    feed.accept(PastRecords.metric("m", "f", 60_000, 0.5));
    feed.reached(0, 1);
    String place = new History(rows).page(all(HistoryTable.DRIFT)).points().get(0).place() + "";
    assertThat(Place.parse(HistoryTable.DRIFT, place)).isPresent();
    assertThat(Place.parse(HistoryTable.ALERTS, place)).isEmpty();
    assertThat(Place.parse(HistoryTable.DRIFT, "!")).isEmpty();
    assertThat(Place.parse(HistoryTable.DRIFT, "UAE")).isEmpty();
  }
}
