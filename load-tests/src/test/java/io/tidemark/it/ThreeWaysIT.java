package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same events as cases of {@code check}, as a live topic and as a file that is replayed: each
 * has the same verdict and every value is the one meant.
 */
@ExtendWith(SharedStackExtension.class)
@Order(21)
class ThreeWaysIT {
  private static final Namespace NAMES = new Namespace("ways");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Change", "namespace": "acme", "fields": [
        {"name": "id", "type": "string"},
        {"name": "after", "type": {"type": "record", "name": "Row", "fields": [
          {"name": "cust", "type": ["null", "long"], "default": null},
          {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal",
            "precision": 12, "scale": 4}], "default": null},
          {"name": "status", "type": {"type": "enum", "name": "Status",
            "symbols": ["PLACED", "PAID"]}},
          {"name": "note", "type": ["null", "string"], "default": null},
          {"name": "gift", "type": "boolean"},
          {"name": "at", "type": "string"}]}}]}""";

  private static final String SOURCE =
      """
        - {name: %1$s, topic: %1$s, event_time: {field: after.at, unit: iso}, event_id: id,
           required: [after.cust],
           rules: [{name: not_negative, expect: "after.price == null || after.price >= 0.0"},
                   {name: has_note, expect: "after.note != null", on_fail: flag}]}
      """;

  private static final String GROUP =
      """
        - group: g
          source: %s
          entity: %s
          aggregate:
            - {name: n, op: count, windows: [1h]}
            - {name: all, op: count}
            - {name: spent, op: sum, of: after.price}
            - {name: least, op: min, of: after.price}
            - {name: gifts, op: count, where: "after.gift"}
            - {name: paid, op: count, where: "after.status == 'PAID'"}
            - {name: note, op: last, of: after.note}
      """;

  /** An event and what is right to become of it. */
  private record Given(
      String verdict, String id, Long cust, String price, String status, String note, String at) {

    /** The fields, as a file of JSON lines and a case have them. */
    Map<String, Object> fields() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("cust", cust);
      row.put("price", price == null ? null : new BigDecimal(price));
      row.put("status", status);
      row.put("note", note);
      row.put("gift", status.equals("PLACED"));
      row.put("at", at);
      return Map.of("id", id, "after", row);
    }

    GenericData.Record record(Schema schema) {
      GenericData.Record row = new GenericData.Record(schema.getField("after").schema());
      fieldsOf(row.getSchema()).forEach(row::put);
      GenericData.Record record = new GenericData.Record(schema);
      record.put("id", id);
      record.put("after", row);
      return record;
    }

    private Map<String, Object> fieldsOf(Schema row) {
      Schema decimal = row.getField("price").schema().getTypes().get(1);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("cust", cust);
      fields.put("note", note);
      fields.put("gift", status.equals("PLACED"));
      fields.put("at", at);
      fields.put("status", new GenericData.EnumSymbol(row.getField("status").schema(), status));
      if (price != null) {
        BigDecimal scaled = new BigDecimal(price).setScale(4);
        fields.put(
            "price",
            new Conversions.DecimalConversion().toBytes(scaled, decimal, decimal.getLogicalType()));
      }
      return fields;
    }
  }

  private static final List<Given> EVENTS =
      List.of(
          new Given("valid", "e1", 17850L, "12.34", "PLACED", "Café", "2026-03-01T10:00:00Z"),
          new Given("valid", "e2", 17850L, "12.3400", "PAID", "a", "2026-03-01T11:05:00+0100"),
          new Given("valid", "e3", 17850L, "0.0001", "PAID", "b", "20260301T111000+01"),
          new Given("duplicate", "e2", 17850L, "99", "PAID", "twice", "2026-03-01T10:05:00Z"),
          new Given("flagged", "e4", 17850L, null, "PLACED", null, "2026-03-01T10:20:00.5Z"),
          new Given("MISSING_FIELD", "e5", null, "1", "PAID", "whose", "2026-03-01T10:21:00Z"),
          new Given("RULE_FAILED", "e6", 17850L, "-1", "PAID", "less", "2026-03-01T10:22:00Z"),
          new Given("BAD_EVENT_TIME", "e7", 17850L, "1", "PAID", "x", "2026-02-30T10:00:00Z"),
          new Given("held", "far", 7L, "5", "PAID", "jump", "2026-08-01T10:00:00Z"),
          new Given("valid", "e8", 7L, "1000000.5", "PAID", "日本", "2026-03-01T10:30:00+01:00"),
          new Given("valid", "e9", 7L, "2", "PAID", "newer", "2026-03-01T10:40:00Z"),
          new Given("late", "e10", 7L, "3", "PLACED", "old", "2026-03-01T09:00:00Z"));

  private static final Map<String, Map<String, Object>> RIGHT =
      Map.of(
          "17850",
          new TreeMap<>(
              Map.of(
                  "g.n_1h", 4, "g.all", 4, "g.spent", 24.6801, "g.least", 0.0001, "g.gifts", 2,
                  "g.paid", 2, "g.note", "b")),
          "7",
          new TreeMap<>(
              Map.of(
                  "g.n_1h",
                  1,
                  "g.all",
                  3,
                  "g.spent",
                  1_000_005.5,
                  "g.least",
                  2.0,
                  "g.gifts",
                  1,
                  "g.paid",
                  2,
                  "g.note",
                  "newer")));

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private static String definitions() {
    return "namespace: ways\nclock: stream\nsources:\n"
        + SOURCE.formatted("live")
        + SOURCE.formatted("filed")
        + "entities: [{name: buyer, key: [after.cust]}, {name: reader, key: [after.cust]}]\n"
        + "features:\n"
        + GROUP.formatted("live", "buyer")
        + GROUP.replace("group: g", "group: h").formatted("filed", "reader");
  }

  @Test
  void threeWaysAgreeOnEveryVerdictAndValue(Stack stack) throws Exception {
    Path schema = Files.writeString(folder.resolve("change.avsc"), SCHEMA);
    Path definitions = Files.writeString(folder.resolve("w.yaml"), NAMES.of(definitions()));
    try (ServiceProcess service = NAMES.service(stack);
        TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()))) {
      service.set("topics.create", "all").set("topics.partitions", "1");
      Schema parsed = new Schema.Parser().parse(SCHEMA);
      NAMES.register(registry, "live", parsed);
      NAMES.register(registry, "filed", parsed);
      Path cases = Files.writeString(folder.resolve("w.cases.yaml"), cases());
      service.command(
          "check", List.of("--config", definitions.toString(), "--cases", cases.toString()));

      service.start(definitions);
      AvroWriter writer = new AvroWriter(registry, true);
      for (Given event : EVENTS) {
        kafka.send(
            NAMES.topic("live"), null, writer.write(NAMES.subject("live"), event.record(parsed)));
      }
      service.command(
          "replay",
          List.of(
              "--topic", NAMES.topic("filed"), "--schema", schema.toString(), file().toString()));

      for (String source : List.of("live", "filed")) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(verdicts(service, source)).isEqualTo(right()));
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertRight(service, "buyer", "g."));
      await().atMost(PATIENCE).untilAsserted(() -> assertRight(service, "reader", "h."));
    }
  }

  private static String cases() throws IOException {
    StringBuilder yaml =
        new StringBuilder("- name: three ways\n  start: 2026-10-01T00:00:00Z\n  steps:\n");
    for (Given event : EVENTS) {
      yaml.append("    - event: {source: live, fields: ")
          .append(JSON.writeValueAsString(event.fields()))
          .append(", expect_verdict: ")
          .append(event.verdict())
          .append("}\n");
    }
    for (Map.Entry<String, Map<String, Object>> key : RIGHT.entrySet()) {
      yaml.append("    - expect: {entity: buyer, key: ")
          .append(key.getKey())
          .append(", values: ")
          .append(JSON.writeValueAsString(key.getValue()))
          .append("}\n");
    }
    return yaml.toString();
  }

  private Path file() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Given event : EVENTS) {
      lines.add(JSON.writeValueAsString(event.fields()));
    }
    return Files.write(folder.resolve("changes.jsonl"), lines);
  }

  /** How often each verdict is right; what is held has none yet. */
  private static Map<String, Long> right() {
    return new TreeMap<>(
        EVENTS.stream()
            .filter(event -> !event.verdict().equals("held"))
            .collect(Collectors.groupingBy(Given::verdict, Collectors.counting())));
  }

  /** What the service counted, quarantined ones by their reason. */
  private Map<String, Long> verdicts(ServiceProcess service, String source) throws Exception {
    Map<String, Long> counts = new TreeMap<>();
    for (String line : get(service, "/metrics").split("\n")) {
      if (line.contains("source=\"" + source + "\"") && !line.endsWith(" 0.0")) {
        String value = line.substring(line.lastIndexOf(' ') + 1);
        if (line.startsWith("tidemark_quarantined_total")) {
          counts.put(tag(line, "reason"), (long) Double.parseDouble(value));
        } else if (line.startsWith("tidemark_records_total") && !line.contains("\"quarantined\"")) {
          counts.put(tag(line, "outcome"), (long) Double.parseDouble(value));
        }
      }
    }
    return counts;
  }

  private static String tag(String line, String name) {
    int begin = line.indexOf(name + "=\"") + name.length() + 2;
    return line.substring(begin, line.indexOf('"', begin));
  }

  private void assertRight(ServiceProcess service, String entity, String group) throws Exception {
    for (Map.Entry<String, Map<String, Object>> key : RIGHT.entrySet()) {
      JsonNode values =
          JSON.readTree(get(service, "/v1/features/" + entity + "/" + key.getKey())).path("values");
      Map<String, Object> found = new TreeMap<>();
      values
          .fields()
          .forEachRemaining(
              value ->
                  found.put(
                      value.getKey().replace(group, "g."),
                      JSON.convertValue(value.getValue().path("value"), Object.class)));
      assertThat(found).as("%s %s", entity, key.getKey()).isEqualTo(key.getValue());
    }
  }

  private String get(ServiceProcess service, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url(path))).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
