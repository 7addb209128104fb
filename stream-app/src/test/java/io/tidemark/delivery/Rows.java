package io.tidemark.delivery;

import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Rows of users with one value, which is their revision. */
final class Rows {
  private Rows() {}

  static EntityKey key(String user) {
    return new EntityKey("shop", "user", user);
  }

  static FeatureRow of(String user, long revision) {
    return new FeatureRow(
        key(user),
        Map.of("g.n", revision),
        revision,
        0,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.empty()),
        List.of(),
        Duration.ofHours(1));
  }
}
