package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows do not go back, and the store has the last one. */
class RowCheckTest {

  private final RowCheck check = new RowCheck();

  @Test
  void newerRowsAreAcceptedAndTheLastIsInTheStore() {
    add("u-1", 3, 100);
    add("u-2", 1, 100);
    add("u-1", 3, 200);
    add("u-1", 4, 200);
    Map<String, Map<String, String>> store = Map.of("u-1", stored(4, 200), "u-2", stored(1, 100));
    assertThat(check.contradictions(store::get)).isEmpty();
    assertThat(check.records()).isEqualTo(4);
  }

  @Test
  void olderRowIsNamed() {
    add("u-1", 3, 200);
    add("u-1", 3, 100);
    add("u-2", 7, 100);
    add("u-2", 6, 200);
    assertThat(check.contradictions(user -> user.equals("u-1") ? stored(3, 100) : stored(6, 200)))
        .singleElement()
        .asString()
        .startsWith("2 rows are older than the one before them, such as u-1");
  }

  @Test
  void storeThatIsBehindOrEmptyIsNamed() {
    add("u-1", 3, 100);
    add("u-2", 3, 100);
    assertThat(check.contradictions(user -> user.equals("u-1") ? stored(2, 100) : Map.of()))
        .singleElement()
        .asString()
        .startsWith("2 rows in the store are not the last of the topic");
  }

  private void add(String key, long revision, long asOfMs) {
    check.add(
        FeatureVector.newBuilder()
            .setNamespace("failover")
            .setEntity("user")
            .setKey(key)
            .setRevision(revision)
            .setAsOf(Instant.ofEpochMilli(asOfMs))
            .setStatus(VectorStatus.READY)
            .setTtlMs(1)
            .build());
  }

  private static Map<String, String> stored(long revision, long asOfMs) {
    return Map.of("_rev", String.valueOf(revision), "_as_of", String.valueOf(asOfMs));
  }
}
