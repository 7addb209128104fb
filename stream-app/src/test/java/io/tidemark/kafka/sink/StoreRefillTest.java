package io.tidemark.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.features.Rebuilds;
import io.tidemark.store.StoreState.Mark;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.junit.jupiter.api.Test;

class StoreRefillTest {
  private final AtomicReference<String> commanded = new AtomicReference<>("");
  private final MockConsumer<byte[], byte[]> kafka =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());

  @Test
  void newestRequestIsTheLaterOfTheOperatorsAndTheMarks() {
    kafka.updatePartitions("features", List.of());
    StoreRefill refill =
        new StoreRefill(new UnsteadyStore(), Set.of("user/0"), commanded::get, kafka, "features");

    assertThat(refill.newest()).isEmpty();
    commanded.set(Rebuilds.request(1_000, "operator"));
    assertThat(refill.newest()).isEqualTo(Rebuilds.request(1_000, "operator"));
    refill.begin(new Mark("redis-1", 2_000, Set.of("user/0")));
    assertThat(refill.newest()).isEqualTo(Rebuilds.request(2_000, "redis-1"));
    refill.begin(new Mark("redis-2", 3_000, Set.of("user/0")));
    assertThat(refill.newest()).isEqualTo(Rebuilds.request(3_000, "redis-2"));
    commanded.set(Rebuilds.request(4_000, "operator"));
    assertThat(refill.newest()).isEqualTo(Rebuilds.request(4_000, "operator"));
  }
}
