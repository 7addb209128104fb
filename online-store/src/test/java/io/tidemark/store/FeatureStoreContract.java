package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every feature store promises. */
public abstract class FeatureStoreContract {
  protected static final Duration TTL = Duration.ofHours(1);

  /** A store in which the keys of the test do not exist. */
  protected abstract FeatureStore store();

  /** Lets this much time pass in the store. */
  protected abstract void pass(Duration time);

  @Test
  void readsBackWhatWasWritten() {
    FeatureRow row =
        new FeatureRow(
            key("u1"),
            Map.of(
                "g.count_5m", ValueText.of(3L),
                "g.sum_5m", ValueText.of(0.1 + 0.2),
                "g.huge_5m", ValueText.of(1.5e300),
                "g.tiny_5m", ValueText.of(-4.9e-324),
                "g.last", ValueText.of("Zürich 🚀 \r\n$5\r\n"),
                "g.empty", ValueText.of(""),
                "g.flag", ValueText.of(true)),
            42,
            1_700_000_000_123L,
            OptionalLong.of(1_700_000_015_000L),
            OptionalLong.empty(),
            List.of("g.count_5m", "g.sum_5m"),
            TTL);

    assertThat(done(store().write(row))).isEqualTo(WriteOutcome.APPLIED);

    FeatureRow found = read(row.key());
    assertThat(found).usingRecursiveComparison().ignoringFields("ttl").isEqualTo(row);
    assertThat(found.ttl()).isLessThanOrEqualTo(TTL).isGreaterThan(TTL.minusMinutes(1));
  }

  @Test
  void absentRowIsEmpty() {
    assertThat(done(store().read(key("nobody")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ü/ñ/漢字/🚀", "a:b:c", "a|b", "{tag}", "}{", "a\\|b", " ", "new\r\nline", "*"})
  void anyKeyIsAKey(String key) {
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
            OptionalLong.empty(),
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
                    OptionalLong.empty(),
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
    assertThat(store().check()).isEqualTo(CheckResult.healthy());
  }

  protected static FeatureRow row(EntityKey key, long revision, Map<String, Object> values) {
    return new FeatureRow(
        key,
        values,
        revision,
        1_700_000_000_000L,
        OptionalLong.empty(),
        OptionalLong.of(1_699_999_999_000L),
        List.of(),
        TTL);
  }

  protected static EntityKey key(String key) {
    return new EntityKey("shop", "user", key);
  }

  protected final FeatureRow read(EntityKey key) {
    return done(store().read(key)).orElseThrow();
  }

  protected static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
