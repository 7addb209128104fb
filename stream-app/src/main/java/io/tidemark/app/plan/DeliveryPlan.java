package io.tidemark.app.plan;

import io.tidemark.app.settings.RedisSetting;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.delivery.StoreRefill;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.store.FeatureStore;
import java.util.function.Supplier;

/**
 * Plans how rows get into the online store.
 *
 * @param store is asked whether it has what it had
 */
public record DeliveryPlan(Basis basis, FeatureStore store) {
  /** Many times what the store answers within a round trip; each takes memory while it waits. */
  private static final int ROWS_UNDER_WAY = 4_096;

  /**
   * The way of rows into the store.
   *
   * @param observed the store, as rows are to reach it
   */
  public StoreOutlet outlet(FeatureStore observed) {
    // a quarter is left to those who read its state, and to what is tried again
    int queue = basis.settings().get(RedisSetting.QUEUE) / 4 * 3;
    return new StoreOutlet(
        observed, Math.min(ROWS_UNDER_WAY, queue), basis.metrics().store(), basis.wall());
  }

  /**
   * What fills a store anew that has lost rows; not started.
   *
   * @param history tells how many parts there are to fill
   * @param commanded the newest request of an operator
   */
  public StoreRefill refill(StoreOutlet outlet, SourceHistory history, Supplier<String> commanded) {
    return new StoreRefill(
        store,
        outlet,
        FeatureParts.of(basis.definitions(), basis.partitions(), history::partitions),
        commanded,
        basis.metrics().store(),
        basis.wall());
  }
}
