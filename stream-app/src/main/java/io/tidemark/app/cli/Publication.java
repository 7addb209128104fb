package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.kafka.follow.TopicPublisher;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Tells running instances something, by a record on a topic they follow.
 *
 * @param command who tells it
 */
record Publication(Settings settings, String command) {

  /** Publishes a record to a topic of ours, which is created where that is wanted. */
  <T extends SpecificRecordBase> void publish(Topic<T> topic, String key, T record) {
    KafkaClients clients = new KafkaClients(settings.kafka(), "tidemark-" + command);
    TopicPlan.prepare(settings, clients);
    try (SchemaRegistry registry = SchemaRegistries.connect(settings.registry());
        TopicPublisher<T> publisher =
            new TopicPublisher<>(
                clients.producer("publisher"), new AvroWriter(registry, true), topic)) {
      topic.register(registry);
      publisher.publish(key, record);
    }
  }
}
