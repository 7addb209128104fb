package io.tidemark.app.plan;

import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.RedisSetting;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.delivery.Ownership;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.delivery.StoreRefill;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState.Owner;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Plans how rows get into the online store.
 *
 * @param store is asked whether it has what it had
 * @param ownership of the namespace in it
 */
public record DeliveryPlan(Basis basis, FeatureStore store, Ownership ownership) {
  /** Many times what the store answers within a round trip; each takes memory while it waits. */
  private static final int ROWS_UNDER_WAY = 4_096;

  /**
   * Makes the application the owner of its namespace.
   *
   * @throws io.tidemark.delivery.OwnedByOtherException where another one is, and shall stay it
   */
  public static Ownership own(Basis basis, FeatureStore store, boolean takeOver) {
    Owner asks =
        new Owner(
            basis.settings().get(KafkaSetting.APPLICATION_ID),
            hash(basis.definitions()),
            basis.wall().millis());
    return Ownership.take(store, basis.declared().namespace(), asks, takeOver);
  }

  /** Another one for each change of what is computed. */
  public static String hash(CheckedDefinitions definitions) {
    String groups =
        EntityFeatures.of(definitions).stream()
            .map(features -> features.entity().name() + features.plan().groupIds())
            .sorted()
            .collect(Collectors.joining(" "));
    return UUID.nameUUIDFromBytes(groups.getBytes(StandardCharsets.UTF_8)).toString();
  }

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
        ownership,
        outlet,
        FeatureParts.of(basis.definitions(), basis.partitions(), history::partitions),
        commanded,
        basis.metrics().store(),
        basis.wall());
  }
}
