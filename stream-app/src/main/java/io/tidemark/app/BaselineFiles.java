package io.tidemark.app;

import io.tidemark.avro.Baseline;
import io.tidemark.definition.Definitions;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.kafka.follow.TopicPublisher;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.json.BaselineJson;
import io.tidemark.records.BaselineRecords;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The baselines that models name as files. */
final class BaselineFiles {
  private BaselineFiles() {}

  /** Publishes them, before anybody follows the topic. */
  static void publish(
      Definitions definitions,
      KafkaClients clients,
      SchemaRegistry registry,
      Topic<Baseline> topic) {
    List<String> files =
        definitions.models().stream()
            .map(model -> model.drift().baselineFile())
            .filter(Objects::nonNull)
            .toList();
    if (files.isEmpty()) {
      return;
    }
    try (TopicPublisher<Baseline> publisher =
        new TopicPublisher<>(
            clients.producer("baselines"), new AvroWriter(registry, true), topic)) {
      for (String file : files) {
        BaselineProfile profile = read(Path.of(file));
        publisher.publish(BaselineRecords.key(profile), BaselineRecords.record(profile, file));
      }
    }
  }

  private static BaselineProfile read(Path file) {
    try {
      return BaselineJson.read(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot read baseline "
              + file
              + ": it must be a JSON file as `tidemark baseline` writes.",
          e);
    }
  }
}
