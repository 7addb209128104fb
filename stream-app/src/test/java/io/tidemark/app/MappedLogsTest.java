package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.definition.DefinitionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions and outcomes in schemas of their producers, without one field of ours. */
class MappedLogsTest {
  private static final String DEFINITIONS =
      """
      namespace: shop
      models:
        - name: ranker
          predictions:
            topic: decisions
            schema: decision.avsc
            fields:
              request_id: req.id
              model_version: "'v' + string(version)"
              timestamp: {field: ts, unit: seconds}
              model_score: p
              rank_position: pos
              raw_features: {age: age, vip: vip, city: "'Oslo'"}
              entity_keys: {customer: customer}
          outcomes:
            topic: clicks
            schema: click.avsc
            fields:
              request_id: rid
              outcome: "'click'"
              outcome_timestamp: at.t
              value: amount
              attributes: tags
            labels:
              - {name: click, window: 30m, positive: "outcome == 'click'", weight: value}
              - {name: app, window: 30m, positive: "attributes['via'] == 'app'"}
      """;
  private static final Schema DECISION =
      schema(
          "{'type': 'record', 'name': 'Decision', 'fields': ["
              + "{'name': 'req', 'type': ['null', {'type': 'record', 'name': 'Req', 'fields':"
              + " [{'name': 'id', 'type': 'string'}]}]}, {'name': 'version', 'type': 'int'},"
              + "{'name': 'ts', 'type': 'long'}, {'name': 'p', 'type': 'float'},"
              + "{'name': 'pos', 'type': 'long'}, {'name': 'age', 'type': ['null', 'int']},"
              + "{'name': 'vip', 'type': 'boolean'}, {'name': 'customer', 'type': 'long'}]}");
  private static final Schema CLICK =
      schema(
          "{'type': 'record', 'name': 'Click', 'fields': [{'name': 'rid', 'type': 'string'},"
              + "{'name': 'at', 'type': {'type': 'record', 'name': 'At', 'fields': [{'name': 't',"
              + " 'type': {'type': 'long', 'logicalType': 'timestamp-micros'}}]}},"
              + "{'name': 'amount', 'type': ['null', 'int']},"
              + "{'name': 'tags', 'type': {'type': 'map', 'values': 'string'}}]}");

  @TempDir private Path state;

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(state.resolve("decision.avsc"), DECISION.toString());
    Files.writeString(state.resolve("click.avsc"), CLICK.toString());
  }

  private DrivenTopology topology(String definitions) throws DefinitionException {
    return new DrivenTopology(
        definitions
            .replace("decision.avsc", state.resolve("decision.avsc").toString())
            .replace("click.avsc", state.resolve("click.avsc").toString()),
        state);
  }

  private static GenericRecord decision(String id, long position) {
    GenericRecord req = null;
    if (id != null) {
      req = new GenericData.Record(DECISION.getField("req").schema().getTypes().get(1));
      req.put("id", id);
    }
    return new GenericRecordBuilder(DECISION)
        .set("req", req)
        .set("version", 7)
        .set("ts", START.getEpochSecond())
        .set("p", 0.25f)
        .set("pos", position)
        .set("age", null)
        .set("vip", true)
        .set("customer", 17850L)
        .build();
  }

  private static GenericRecord click(String id, Duration after, Map<String, String> tags) {
    GenericRecord at = new GenericData.Record(CLICK.getField("at").schema());
    at.put("t", START.plus(after).toEpochMilli() * 1_000);
    return new GenericRecordBuilder(CLICK)
        .set("rid", id)
        .set("at", at)
        .set("amount", 3)
        .set("tags", tags)
        .build();
  }

  @Test
  void orphanIsTheRecordOfItsProducer() throws Exception {
    try (DrivenTopology topology = topology(DEFINITIONS)) {
      GenericRecord click = click("r1", Duration.ofSeconds(5), Map.of("via", "app"));
      byte[] value = topology.wireOf("clicks", click);
      topology.send("clicks", new TestRecord<>(null, value));
      topology.advance(Duration.ofDays(1).plusSeconds(11));

      List<Quarantined> quarantined = topology.quarantined();
      assertThat(quarantined).extracting(Quarantined::getReason).containsExactly("ORPHAN");
      assertThat(quarantined.get(0).getValue()).isEqualTo(ByteBuffer.wrap(value));
    }
  }

  @Test
  void recordsOfAnySchemaAreJoined() throws Exception {
    try (DrivenTopology topology = topology(DEFINITIONS)) {
      topology.send("decisions", decision("r1", 2));
      topology.send("clicks", click("r1", Duration.ofSeconds(5), Map.of("via", "app")));
      topology.advance(Duration.ofMinutes(36));

      Map<String, LabelledExample> newest = new HashMap<>();
      topology.labelled().forEach(example -> newest.put(example.getLabel(), example));
      assertThat(newest).containsOnlyKeys("click", "app");
      LabelledExample example = newest.get("click");
      assertThat(example.getResolution()).isEqualTo(Resolution.OUTCOME);
      assertThat(example.getModel()).isEqualTo("ranker");
      assertThat(example.getModelVersion()).isEqualTo("v7");
      assertThat(example.getWeight()).isEqualTo(3.0);
      assertThat(example.getLabelDelayMs()).isEqualTo(5_000);
      Map<String, Object> features = new HashMap<>();
      features.put("age", null);
      features.put("vip", true);
      features.put("city", "Oslo");
      assertThat(example.getRawFeatures()).isEqualTo(features);
      assertThat(example.getRankPosition()).isEqualTo(2);
      assertThat(newest.get("app").getLabelValue()).isEqualTo(1.0);
    }
  }

  @Test
  void recordThatCannotBeMappedIsQuarantinedAsItCame() throws Exception {
    try (DrivenTopology topology = topology(DEFINITIONS)) {
      topology.send("decisions", decision(null, 1));
      topology.send("decisions", decision("r2", 1L << 40));

      List<Quarantined> quarantined = topology.quarantined();
      assertThat(quarantined)
          .extracting(Quarantined::getReason)
          .containsExactly("MISSING_FIELD", "RULE_ERROR");
      assertThat(quarantined.get(1).getDetail()).contains("rank_position");
      assertThat(quarantined).extracting(Quarantined::getSourceTopic).containsOnly("decisions");
    }
  }

  @Test
  void tombstonesAreWhatTheTopicSays() throws Exception {
    String reject = DEFINITIONS.replace("topic: clicks", "topic: clicks\n      tombstones: reject");
    try (DrivenTopology topology = topology(reject)) {
      topology.send("decisions", new TestRecord<>(new byte[] {1}, null));
      topology.send("clicks", new TestRecord<>(new byte[] {1}, null));

      assertThat(topology.quarantined())
          .extracting(Quarantined::getSourceTopic, Quarantined::getReason)
          .containsExactly(tuple("clicks", "EMPTY_VALUE"));
    }
  }

  @Test
  void timeInADeclaredUnitMayGetALogicalType() throws Exception {
    Schema next =
        schema(
            DECISION
                .toString()
                .replace(
                    "{\"name\":\"ts\",\"type\":\"long\"}",
                    "{\"name\":\"ts\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}"));
    GenericRecord decision = new GenericData.Record(next);
    GenericRecord before = decision("r3", 1);
    next.getFields().forEach(field -> decision.put(field.name(), before.get(field.name())));
    decision.put("ts", START.toEpochMilli());
    try (DrivenTopology topology = topology(DEFINITIONS)) {
      topology.send("decisions", decision);
      topology.advance(Duration.ofMinutes(36));

      assertThat(topology.quarantined()).isEmpty();
      assertThat(topology.labelled()).extracting(LabelledExample::getRequestId).contains("r3");
    }
  }

  @Test
  void whatIsMissingOrDoesNotFitIsToldAtTheStart() {
    String noVersion =
        DEFINITIONS.replace("        model_version: \"'v' + string(version)\"\n", "");
    String text = DEFINITIONS.replace("model_score: p", "model_score: req.id");
    String unknown = DEFINITIONS.replace("model_score: p", "modl_score: p");

    assertThatThrownBy(() -> topology(noVersion))
        .hasMessageContaining("'model_version' is missing");
    assertThatThrownBy(() -> topology(text)).hasMessageContaining("must be int or double");
    assertThatThrownBy(() -> topology(unknown)).hasMessageContaining("model_score");
  }

  @Test
  void modelsOfOneTopicMapItAlike() {
    String other =
        DEFINITIONS
            + """
              - name: other
                predictions: {topic: decisions}
            """;

    assertThatThrownBy(() -> topology(other))
        .hasMessageContaining("its fields are others than those of ranker");
  }
}
