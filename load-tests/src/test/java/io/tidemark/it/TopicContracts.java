package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.local.Namespace;
import io.tidemark.registry.RegistryRejectedException;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the page of topics says, held against the topics of a running service, the schemas in its
 * registry and every record there is.
 */
final class TopicContracts {
  private static final Path PAGE = Path.of("../avro/TOPICS.md");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Namespace names;
  private final TestCluster kafka;
  private final SchemaRegistry registry;

  TopicContracts(Namespace names, TestCluster kafka, SchemaRegistry registry) {
    this.names = names;
    this.kafka = kafka;
    this.registry = registry;
  }

  /** A line of the page's table about our own topics. */
  private record Line(String topic, String key, String value, String cleanUp, String retention) {
    static Line of(String text) {
      List<String> cells = Arrays.stream(CELL_END.split(text)).map(Line::plain).toList();
      return new Line(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
    }

    private static String plain(String cell) {
      return cell.strip().replace("`", "").replace("\\|", "|");
    }
  }

  private static List<Line> page() throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines.filter(line -> line.startsWith("| `tidemark.")).map(Line::of).toList();
    }
  }

  void check() throws IOException {
    List<Line> page = page();
    assertThat(page.stream().map(line -> names.topic(line.topic())))
        .containsExactlyInAnyOrderElementsOf(kafka.topics(names.topic("tidemark.")));
    for (Line line : page) {
      String topic = names.topic(line.topic());
      checkTopic(line, topic);
      checkSchema(line);
      // who feeds from quarantine writes there, which is QuarantineIT's matter; DriftCrashIT drifts
      if (!List.of("Replayed", "DriftAlert").contains(line.value())) {
        await().atMost(PATIENCE).until(() -> !kafka.readCommitted(topic).isEmpty());
      }
      AvroReader<GenericRecord> reader = AvroReader.generic(registry);
      List<ConsumerRecord<byte[], byte[]>> records = kafka.readCommitted(topic);
      records.removeIf(record -> record.value() == null);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        assertThat(text(record.key()))
            .as("key of a record on %s", topic)
            .isEqualTo(key(line.key(), reader.read(record.value())));
      }
    }
  }

  /** Inputs are created as topics of ours are, where the service creates them. */
  private void checkTopic(Line line, String topic) {
    assertThat(kafka.config(topic, "cleanup.policy")).as(topic).isEqualTo(line.cleanUp());
    boolean whole = line.retention().equals("every record, for ever");
    assertThat(kafka.config(topic, "message.timestamp.type").equals("LogAppendTime"))
        .as("%s is retained from when a record was written", topic)
        .isEqualTo(whole || line.retention().contains("from when it was written"));
    if (whole) {
      assertThat(kafka.config(topic, "retention.ms")).as(topic).isEqualTo("-1");
    }
    if (line.retention().startsWith("7 days")) {
      assertThat(kafka.config(topic, "retention.ms"))
          .as(topic)
          .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
    }
    if (line.retention().contains("topics.labelled.retention")) {
      assertThat(kafka.config(topic, "retention.ms"))
          .isEqualTo(Long.toString(Duration.ofDays(365).toMillis()));
    }
    if (line.retention().contains("topics.quarantine.retention")) {
      assertThat(kafka.config(topic, "retention.ms"))
          .isEqualTo(Long.toString(Duration.ofDays(30).toMillis()));
    }
    assertThat(kafka.partitions(topic))
        .as("partitions of %s", topic)
        .isEqualTo(kafka.partitions(names.topic("predictions")));
  }

  /** A version that reads what there is, and is not read by who reads now, is refused. */
  private void checkSchema(Line line) {
    String subject = names.subject(line.topic());
    Schema schema = registry.latest(subject).schema();
    assertThat(schema.getName()).isEqualTo(line.value());
    assertThat(schema.getDoc()).contains("Topic key: " + line.key());
    String needed =
        schema.getFields().stream()
            .filter(f -> !f.hasDefaultValue())
            .findFirst()
            .orElseThrow()
            .name();
    assertThatThrownBy(() -> registry.register(subject, without(needed, schema)))
        .as(subject)
        .isInstanceOf(RegistryRejectedException.class);
  }

  private static Schema without(String field, Schema schema) {
    List<Schema.Field> left =
        schema.getFields().stream()
            .filter(each -> !each.name().equals(field))
            .map(each -> new Schema.Field(each, each.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, left);
  }

  /** The key that a form makes of a record: fields between separators, or what it says in words. */
  private static String key(String form, GenericRecord record) {
    if (form.contains(":")) {
      return Arrays.stream(form.split(":"))
          .map(name -> record.get(name).toString())
          .collect(Collectors.joining(":"));
    }
    return Arrays.stream(form.split("\\|"))
        .map(name -> at(name, record) + Objects.toString(record.get(name), ""))
        .map(part -> part.replace("\\", "\\\\").replace("|", "\\|"))
        .collect(Collectors.joining("|"));
  }

  /** A model's own series have an {@code @} before their feature. */
  private static String at(String name, GenericRecord record) {
    boolean own =
        List.of("DriftMetric", "DriftAlert").contains(record.getSchema().getName())
            && name.equals("feature")
            && List.of("SCORE", "DECISION").contains(record.get("surface").toString());
    return own ? "@" : "";
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
