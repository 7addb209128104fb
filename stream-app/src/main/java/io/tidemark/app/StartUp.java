package io.tidemark.app;

import io.tidemark.avro.Baseline;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Quarantined;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.Model;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.drift.BaselinePublisher;
import io.tidemark.monitoring.drift.json.BaselineJson;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;

/** What has to be in the registry and on topics before the topology starts. */
final class StartUp {
  private final SchemaRegistry registry;
  private final Topics topics;

  StartUp(SchemaRegistry registry, Topics topics) {
    this.registry = registry;
    this.topics = topics;
  }

  /** Registers the schema of everything we write, so that a later outage does not stop output. */
  void registerOutputs() {
    register(topics.quarantine(), Quarantined.getClassSchema());
    register(topics.features(), FeatureVector.getClassSchema());
    register(topics.labelled(), LabelledExample.getClassSchema());
    register(topics.drift(), DriftMetric.getClassSchema());
    register(topics.baselines(), Baseline.getClassSchema());
    register(topics.control(), ControlCommand.getClassSchema());
  }

  private void register(Topics.Topic topic, Schema schema) {
    AvroWriter.register(registry, topic.valueSubject(), schema);
  }

  /** Publishes the baselines that models name as files. */
  void publishBaselines(Definitions definitions, KafkaClients clients) {
    for (Model model : definitions.models()) {
      if (model.drift().baselineFile() != null) {
        publish(Path.of(model.drift().baselineFile()), clients);
      }
    }
  }

  private void publish(Path file, KafkaClients clients) {
    try (BaselinePublisher publisher =
        new BaselinePublisher(
            clients.producer("baselines"), new AvroWriter(registry, true), topics.baselines())) {
      publisher.publish(BaselineJson.read(Files.readString(file)), file.toString());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot read baseline "
              + file
              + ": it must be a JSON file as `tidemark baseline` writes.",
          e);
    }
  }
}
