package io.tidemark.kafka.run;

import io.tidemark.monitoring.metrics.RunMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that reports how its transactions end. */
final class TimedProducer extends KafkaProducer<byte[], byte[]> {
  private final RunMetrics metrics;

  TimedProducer(Map<String, Object> config, RunMetrics metrics) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.metrics = metrics;
  }

  @Override
  public void commitTransaction() {
    timed("committed", super::commitTransaction);
  }

  @Override
  public void abortTransaction() {
    timed("aborted", super::abortTransaction);
  }

  private void timed(String outcome, Runnable end) {
    long startNanos = System.nanoTime();
    String ended = "failed";
    try {
      end.run();
      ended = outcome;
    } finally {
      metrics.transactionEnded(ended, Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }
}
