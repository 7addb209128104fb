package io.tidemark.app;

import io.tidemark.app.settings.Settings;
import io.tidemark.avro.Baseline;
import io.tidemark.avro.FeatureVector;
import io.tidemark.kafka.AnsweredRegistry;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.RegistryGate;
import io.tidemark.kafka.SchemaAnswers;
import io.tidemark.kafka.StreamsProcess;
import io.tidemark.kafka.TopicSetup;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.drift.BaselineFeed;
import io.tidemark.kafka.sink.FeatureSink;
import io.tidemark.kafka.sink.VectorReader;
import io.tidemark.monitoring.http.OpsServer;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the one place that knows every part, builds them in order and stops them in
 * the opposite order.
 */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private final Settings settings;
  private final Clock wall;
  private final Health health = new Health();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private StreamsProcess streams;
}
