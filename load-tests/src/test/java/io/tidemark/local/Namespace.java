package io.tidemark.local;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/**
 * A name that a test has for itself on a shared stack: its service's application id, its namespace
 * in Redis, and the beginning of every topic.
 */
public record Namespace(String name) {

  /** The service with these definitions' output topics under the name; not started. */
  public ServiceProcess service(Stack stack) {
    return new ServiceProcess(stack, name).set("topics.prefix", topic("tidemark."));
  }

  public String topic(String topic) {
    return name + "." + topic;
  }

  /** The subject of a topic's values. */
  public String subject(String topic) {
    return topic(topic) + "-value";
  }

  /** Registers the schema of a topic's values as a writer would. */
  public void register(SchemaRegistry registry, String topic, Schema schema) {
    AvroWriter.register(registry, subject(topic), schema);
  }

  /** Registers the schemas that the default definitions are about. */
  public void registerDefaults(SchemaRegistry registry) {
    register(registry, "user-events", UserEvent.getClassSchema());
    register(registry, "predictions", PredictionLog.getClassSchema());
    register(registry, "outcomes", OutcomeLog.getClassSchema());
  }

  /** Definitions moved under the name. */
  public String of(String definitions) {
    return definitions
        .replaceAll("namespace: \\w+", "namespace: " + name)
        .replaceAll("topic: ([\\w-]+)", "topic: " + topic("$1"));
  }

  /** What a service without definitions does, moved under the name. */
  public String ofDefaults() throws IOException {
    try (InputStream in = Namespace.class.getResourceAsStream("/definitions/default.yaml")) {
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
