package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every feature store promises. */
public abstract class FeatureStoreContract extends StoreStateContract {
  /** How long the stores of the tests remember a deletion. */
  protected static final Duration TOMBSTONE = Duration.ofMinutes(10);

  /** What the stores of the tests hold. */
  protected static final Catalog CATALOG = TestCatalog.CATALOG;

  @Test
  void readsBackWhatWasWrittenInItsType() {
    FeatureRow row =
        new FeatureRow(
            key("u1"),
            Map.ofEntries(
                Map.entry("g.count_5m", Long.MIN_VALUE),
                Map.entry("g.zero", 0L),
                Map.entry("g.sum_5m", 0.1 + 0.2),
                Map.entry("g.huge_5m", 1.5e300),
                Map.entry("g.tiny_5m", -4.9e-324),
                Map.entry("g.minus", -0.0),
                Map.entry("g.whole", 10.0),
                Map.entry("g.last", "Zürich 🚀 \r\n$5\r\n"),
                Map.entry("g.empty", ""),
                Map.entry("g.flag", false),
                Map.entry("g.longs", List.of(1L, -300L, Long.MAX_VALUE)),
                Map.entry("g.doubles", List.of(1.0, -0.0, 1e-7, 1.7e308)),
                Map.entry("g.flags", List.of(true, false)),
                Map.entry("g.texts", List.of("", "a\"b\\c,]", "ü🚀\n")),
                Map.entry("h.none", List.of())),
            42,
            1_700_000_000_123L,
            OptionalLong.of(1_700_000_015_000L),
            new EventTimes(OptionalLong.of(1_699_999_999_999L), Map.of("h", 1_600_000_000_123L)),
            List.of("g.count_5m", "g.sum_5m"),
            TTL);

    assertThat(done(store().write(row))).isEqualTo(WriteOutcome.APPLIED);

    FeatureRow found = read(row.key());
    assertThat(found).usingRecursiveComparison().ignoringFields("ttl").isEqualTo(row);
    assertThat(found.values()).isEqualTo(row.values());
    assertThat(found.ttl()).isLessThanOrEqualTo(TTL).isGreaterThan(TTL.minusMinutes(1));
  }

  @Test
  void batchIsInTheOrderOfTheKeysAndHoldsTheNamesAskedFor() {
    Map<String, Object> values = Map.of("g.count_5m", 3L, "g.sum_5m", 2.5, "g.longs", List.of(7L));
    done(store().write(row(key("b1"), 1, values)));
    done(store().write(row(key("b2"), 2, Map.of("g.count_5m", 4L))));
    done(store().delete(key("b3"), 3));
    List<EntityKey> keys = List.of(key("b2"), key("nobody"), key("b1"), key("b3"), key("b2"));

    List<Optional<FeatureRow>> some =
        done(store().readAll(keys, Set.of("g.sum_5m", "g.count_5m", "g.flag")));
    List<Optional<FeatureRow>> all = done(store().readAll(keys, Set.of()));

    assertThat(values(some))
        .containsExactly(
            Map.of("g.count_5m", 4L),
            null,
            Map.of("g.count_5m", 3L, "g.sum_5m", 2.5),
            null,
            Map.of("g.count_5m", 4L));
    assertThat(values(all))
        .containsExactly(Map.of("g.count_5m", 4L), null, values, null, Map.of("g.count_5m", 4L));
    assertThat(all.get(2)).isPresent();
    assertThat(all.get(2).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("ttl")
        .isEqualTo(row(key("b1"), 1, values));
    assertThat(some.get(2).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("ttl", "values")
        .isEqualTo(row(key("b1"), 1, values));
  }

  @Test
  void writesOfABatchAreThoseOfItsRowsInTheirOrder() {
    done(store().write(row(key("held"), 9, Map.of("g.count_5m", 9L))));
    List<FeatureRow> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row(key("n" + i), 1, Map.of("g.count_5m", (long) i)));
    }
    rows.add(row(key("held"), 8, Map.of()));
    rows.add(row(key("n0"), 2, Map.of("g.count_5m", -1L)));
    rows.add(row(key("n1"), 0, Map.of()));

    List<WriteOutcome> outcomes =
        store().writeAll(rows).stream().map(StoreStateContract::done).toList();

    assertThat(outcomes.subList(0, 1_000)).containsOnly(WriteOutcome.APPLIED);
    assertThat(outcomes.subList(1_000, 1_003))
        .containsExactly(WriteOutcome.STALE, WriteOutcome.APPLIED, WriteOutcome.STALE);
    assertThat(read(key("n0")).values()).isEqualTo(Map.of("g.count_5m", -1L));
    assertThat(read(key("n999")).values()).isEqualTo(Map.of("g.count_5m", 999L));
    assertThat(store().writeAll(List.of())).isEmpty();
  }

  private static List<Map<String, Object>> values(List<Optional<FeatureRow>> rows) {
    return rows.stream().map(row -> row.map(FeatureRow::values).orElse(null)).toList();
  }

  @Test
  void batchHoldsRowsWithoutValuesAndRowsThatAreWarming() {
    FeatureRow warming =
        new FeatureRow(
            key("w"),
            Map.of("g.a", "1"),
            1,
            5,
            OptionalLong.of(9),
            EventTimes.newest(OptionalLong.empty()),
            List.of("g.a"),
            TTL);
    done(store().write(warming));

    FeatureRow found =
        done(store().readAll(List.of(key("w")), Set.of("g.last"))).get(0).orElseThrow();

    assertThat(found.values()).isEmpty();
    assertThat(found.warming()).containsExactly("g.a");
    assertThat(found.validUntilMs()).hasValue(9);
    assertThat(found.eventTimeMs()).isEmpty();
  }

  @Test
  void batchWithoutKeysIsEmptyAndOneOfAThousandArrives() {
    List<EntityKey> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(key("t" + i));
      done(store().write(row(keys.get(i), 1, Map.of("g.count_5m", (long) i))));
    }

    assertThat(done(store().readAll(List.of(), Set.of()))).isEmpty();
    List<Optional<FeatureRow>> rows = done(store().readAll(keys, Set.of("g.count_5m")));
    for (int i = 0; i < 1_000; i++) {
      assertThat(rows.get(i).orElseThrow().values()).isEqualTo(Map.of("g.count_5m", (long) i));
    }
  }

  @Test
  void compositeKeysWithNumbersAreKeys() {
    EntityKey one = new EntityKey("shop", "pair", EntityKey.join(List.of("m|9", "7", "true")));
    EntityKey two = new EntityKey("shop", "pair", EntityKey.join(List.of("m", "9", "true")));
    done(store().write(row(one, 1, Map.of("p.n", 1L))));
    done(store().write(row(two, 1, Map.of("p.n", 2L))));

    assertThat(read(one).values()).isEqualTo(Map.of("p.n", 1L));
    assertThat(read(two).values()).isEqualTo(Map.of("p.n", 2L));
    assertThat(values(done(store().readAll(List.of(two, key("x"), one), Set.of("p.n")))))
        .containsExactly(Map.of("p.n", 2L), null, Map.of("p.n", 1L));
  }

  @Test
  void correctedValueOfTheSameEventTimeIsAccepted() {
    FeatureRow wrong = row(key("c"), 5, Map.of("g.count_5m", 1L));
    FeatureRow right = row(key("c"), 6, Map.of("g.count_5m", 2L));
    assertThat(right.eventTimeMs()).isEqualTo(wrong.eventTimeMs());
    done(store().write(wrong));

    assertThat(done(store().write(right))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(read(key("c")).values()).isEqualTo(Map.of("g.count_5m", 2L));
  }

  @Test
  void rowIsKeptFromItsNewestEventAndNotFromItsLastWrite() {
    done(store().write(idleFor("i", 1, Duration.ofMinutes(20))));

    assertThat(read(key("i")).ttl()).isBetween(Duration.ofMinutes(39), Duration.ofMinutes(40));
  }

  @Test
  void rowWhoseTimeHasPassedIsKeptAsLongAsALateWriterMayBe() {
    done(store().write(idleFor("p", 2, TTL.plusDays(1))));

    assertThat(read(key("p")).ttl()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    assertThat(done(store().write(idleFor("p", 1, Duration.ZERO)))).isEqualTo(WriteOutcome.STALE);
  }

  /** As of an instant long ago, its newest event before that. */
  private static FeatureRow idleFor(String key, long revision, Duration idle) {
    long asOfMs = 1_000_000_000_000L;
    return new FeatureRow(
        key(key),
        Map.of("g.count_5m", 0L),
        revision,
        asOfMs,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.of(asOfMs - idle.toMillis())),
        List.of(),
        TTL);
  }

  @Test
  void absentRowIsEmpty() {
    assertThat(done(store().read(key("nobody")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ü/ñ/漢字/🚀", "a:b:c", "a|b", "{tag}", "}{", "a\\|b", " ", "new\r\nline", "*"})
  void anyKeyIsAKey(String part) {
    String key = EntityKey.join(List.of(part));
    done(store().write(row(key(key), 1, Map.of("g.a", "1"))));
    done(store().write(row(key(key + "'"), 1, Map.of("g.a", "2"))));

    assertThat(read(key(key)).values()).isEqualTo(Map.of("g.a", "1"));
  }

  @Test
  void zombieWithOlderRevisionIsRefused() {
    done(store().write(row(key("z"), 7, Map.of("g.a", "new"))));

    assertThat(done(store().write(row(key("z"), 6, Map.of("g.a", "old", "g.b", "old")))))
        .isEqualTo(WriteOutcome.STALE);
    assertThat(read(key("z")).values()).isEqualTo(Map.of("g.a", "new"));
    assertThat(read(key("z")).revision()).isEqualTo(7);
  }

  @Test
  void correctedValueOfTheSameInstantIsAccepted() {
    done(store().write(row(key("c"), 1, Map.of("g.a", "wrong"))));

    assertThat(done(store().write(row(key("c"), 2, Map.of("g.a", "right")))))
        .isEqualTo(WriteOutcome.APPLIED);
    assertThat(read(key("c")).values()).isEqualTo(Map.of("g.a", "right"));
  }

  @Test
  void sameInputAsOfAnEarlierInstantIsRefused() {
    done(store().write(asOf(2_000, 3)));

    assertThat(done(store().write(asOf(1_999, 3)))).isEqualTo(WriteOutcome.STALE);
    assertThat(done(store().write(asOf(2_000, 3)))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(done(store().write(asOf(2_001, 3)))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(read(key("i")).asOfMs()).isEqualTo(2_001);
  }

  /** As a replay of history does after the clock was the wall's. */
  @Test
  void moreInputIsAcceptedThoughItIsAsOfAnEarlierInstant() {
    done(store().write(asOf(2_000, 3)));

    assertThat(done(store().write(asOf(10, 4)))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(done(store().write(asOf(3_000, 3)))).isEqualTo(WriteOutcome.STALE);
    assertThat(read(key("i")).asOfMs()).isEqualTo(10);
  }

  @Test
  void deletedRowComesBackWithTheSameInput() {
    done(store().write(asOf(2_000, 3)));
    assertThat(done(store().delete(key("i"), 3))).isEqualTo(WriteOutcome.APPLIED);

    assertThat(done(store().write(asOf(1_000, 3)))).isEqualTo(WriteOutcome.APPLIED);
  }

  private static FeatureRow asOf(long asOfMs, long revision) {
    return new FeatureRow(
        key("i"),
        Map.of("g.a", "1"),
        revision,
        asOfMs,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.empty()),
        List.of(),
        TTL);
  }

  @Test
  void sameRevisionIsAppliedAgain() {
    FeatureRow row = row(key("r"), FeatureRow.MAX_REVISION, Map.of("g.a", "1"));
    done(store().write(row));

    assertThat(done(store().write(row))).isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void revisionsNextToEachOtherAreToldApartUpToTheLargest() {
    done(store().write(row(key("m"), FeatureRow.MAX_REVISION, Map.of("g.a", "1"))));

    assertThat(done(store().write(row(key("m"), FeatureRow.MAX_REVISION - 1, Map.of()))))
        .isEqualTo(WriteOutcome.STALE);
  }

  @Test
  void absentValueClearsTheField() {
    FeatureRow warming =
        new FeatureRow(
            key("a"),
            Map.of("g.a", "1", "g.b", "2"),
            1,
            5,
            OptionalLong.of(9),
            EventTimes.newest(OptionalLong.empty()),
            List.of("g.a"),
            TTL);
    done(store().write(warming));
    done(store().write(row(key("a"), 2, Map.of("g.b", "3"))));

    assertThat(read(key("a")).values()).isEqualTo(Map.of("g.b", "3"));
    assertThat(read(key("a")).validUntilMs()).isEmpty();
    assertThat(read(key("a")).warming()).isEmpty();
  }

  @Test
  void rowExpires() {
    Duration shortly = Duration.ofMillis(300);
    done(
        store()
            .write(
                new FeatureRow(
                    key("e"),
                    Map.of("g.a", "1"),
                    9,
                    5,
                    OptionalLong.empty(),
                    EventTimes.newest(OptionalLong.empty()),
                    List.of(),
                    shortly)));

    pass(shortly);

    assertThat(done(store().read(key("e")))).isEmpty();
    assertThat(done(store().write(row(key("e"), 1, Map.of())))).isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void deletedRowIsGoneAndAnOlderWriteDoesNotBringItBack() {
    done(store().write(row(key("d"), 5, Map.of("g.a", "1"))));

    assertThat(done(store().delete(key("d"), 6))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(done(store().read(key("d")))).isEmpty();
    assertThat(done(store().write(row(key("d"), 5, Map.of())))).isEqualTo(WriteOutcome.STALE);
    assertThat(done(store().read(key("d")))).isEmpty();
    assertThat(done(store().write(row(key("d"), 7, Map.of("g.a", "2")))))
        .isEqualTo(WriteOutcome.APPLIED);
    assertThat(read(key("d")).values()).isEqualTo(Map.of("g.a", "2"));
  }

  @Test
  void olderDeletionIsRefused() {
    done(store().write(row(key("o"), 5, Map.of("g.a", "1"))));

    assertThat(done(store().delete(key("o"), 4))).isEqualTo(WriteOutcome.STALE);
    assertThat(read(key("o")).values()).isEqualTo(Map.of("g.a", "1"));
  }

  @Test
  void rowMayHaveThousandsOfValuesOrNone() {
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      many.put("g.f" + i, String.valueOf(i));
    }
    done(store().write(row(key("many"), 1, many)));
    done(store().write(row(key("none"), 1, Map.of())));

    assertThat(read(key("many")).values()).isEqualTo(many);
    assertThat(read(key("none")).values()).isEmpty();
  }

  @Test
  void tenThousandWritesUnderWayAllArriveInOrder() {
    List<CompletableFuture<WriteOutcome>> writes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      FeatureRow row = row(key("k" + i % 500), i, Map.of("g.a", String.valueOf(i)));
      writes.add(store().write(row).toCompletableFuture());
    }

    assertThat(writes).allSatisfy(w -> assertThat(done(w)).isEqualTo(WriteOutcome.APPLIED));
    for (int i = 0; i < 500; i++) {
      assertThat(read(key("k" + i)).values()).containsEntry("g.a", String.valueOf(9_500 + i));
    }
  }

  @Test
  void healthyStoreSaysSo() {
    assertThat(store().problem()).isEmpty();
  }
}
