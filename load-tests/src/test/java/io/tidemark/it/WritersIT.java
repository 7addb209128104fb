package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers change their schemas as their registry lets them while the service runs, write several
 * types to one topic, and deletions as records without a value: what each of them meant is counted.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class WritersIT {
  private static final Namespace NAMES = new Namespace("writers");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DEFINITIONS =
      """
      namespace: writers
      sources:
        - {name: orders, topic: orders, event_time: placed_at, event_id: order_id}
        - {name: visits, topic: visits, event_time: at}
        - {name: sold, topic: bus, record: bus.Sold, event_time: at}
        - {name: returned, topic: bus, record: bus.Returned, event_time: at}
        - {name: rows, topic: rows, event_time: {field: ts_ms, unit: millis}}
      entities:
        - {name: customer, key: [customer_id]}
        - {name: visitor, key: [k]}
        - {name: buyer, key: [after.cust]}
      features:
        - group: o
          source: orders
          entity: customer
          aggregate:
            - {name: n, op: count}
            - {name: amount, op: sum, of: amount}
            - {name: statuses, op: top_k, of: status, k: 5}
        - group: v
          source: visits
          entity: visitor
          aggregate: [{name: x, op: sum, of: x}, {name: n, op: count}]
        - {group: s, source: sold, entity: visitor, aggregate: [{name: n, op: count}]}
        - {group: r, source: returned, entity: visitor, aggregate: [{name: n, op: count}]}
        - group: b
          source: rows
          entity: buyer
          where: "op != 'd'"
          aggregate: [{name: total, op: last, of: after.total}]
      models:
        - name: ranker
          predictions:
            topic: scored
            subject: acme.Visit
            fields: {request_id: k, model_version: "'v1'", timestamp: at, model_score: x}
          outcomes:
            topic: clicked
            subject: acme.Visit
            fields: {request_id: k, outcome: "'click'", outcome_timestamp: at, value: x}
            labels:
              - {name: click, window: 5s, positive: "value > 1.0"}
      """;

  private static final Schema PLACED = order("Order", "'PLACED', 'PAID'", 2, "timestamp-millis");
  private static final Schema REFUNDED =
      order("Order", "'PLACED', 'PAID', 'REFUNDED'", 4, "timestamp-micros");
  private static final Schema CANCELLED = order("OrderCancelled", "'PAID'", 2, "timestamp-millis");
  private static final Schema VISIT = visit("acme.Visit", "");
  private static final Schema WIDER = visit("acme.Visit", ", {'name': 'store', 'type': 'string'}");
  private static final Schema ROW =
      schema(
          "{'type': 'record', 'name': 'db.rows.Envelope', 'fields': ["
              + "{'name': 'after', 'type': ['null', {'type': 'record', 'name': 'Value', 'fields':"
              + " [{'name': 'cust', 'type': ['null', 'long']},"
              + " {'name': 'total', 'type': ['null', 'double']}]}]},"
              + "{'name': 'op', 'type': 'string'}, {'name': 'ts_ms', 'type': 'long'}]}");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();
  private TestCluster kafka;
  private SchemaRegistry registry;
  private ServiceProcess service;
  private int sent;

  @BeforeEach
  void start(Stack stack) throws IOException {
    kafka = new TestCluster(stack.bootstrapServers());
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    AvroWriter.register(registry, NAMES.subject("orders"), PLACED);
    registry.setCompatibility(NAMES.subject("visits"), CompatibilityLevel.FORWARD);
    AvroWriter.register(registry, NAMES.subject("visits"), VISIT);
    AvroWriter.register(registry, NAMES.subject("visits"), WIDER);
    AvroWriter.register(registry, "bus.Sold", visit("bus.Sold", ""));
    AvroWriter.register(registry, "bus.Returned", visit("bus.Returned", ""));
    AvroWriter.register(registry, NAMES.subject("rows"), ROW);
    AvroWriter.register(registry, "acme.Visit", VISIT);
    service = NAMES.service(stack);
    service.start(Files.writeString(folder.resolve("w.yaml"), NAMES.of(DEFINITIONS)));
  }

  @AfterEach
  void stop() {
    service.close();
    registry.close();
    kafka.close();
  }

  @Test
  void everyRecordCountsAsItsWriterMeantIt() throws Exception {
    send("orders", NAMES.subject("orders"), order(PLACED, "5.00", "PAID"));
    send("orders", NAMES.subject("orders"), order(REFUNDED, "12.3400", "REFUNDED"));
    send("orders", NAMES.subject("orders"), order(PLACED, "7.00", "PAID"));
    send("orders", "acme.shop.OrderCancelled", order(CANCELLED, "500.00", "PAID"));
    send("visits", NAMES.subject("visits"), visit(VISIT, 1.0));
    send("visits", NAMES.subject("visits"), visit(WIDER, 2.0));
    send("bus", "bus.Sold", visit(visit("bus.Sold", ""), 1.0));
    send("bus", "bus.Returned", visit(visit("bus.Returned", ""), 1.0));
    send("bus", "bus.Moved", visit(visit("bus.Moved", ""), 1.0));
    send("bus", "bus.Sold", visit(visit("bus.Sold", ""), 1.0));
    send("rows", NAMES.subject("rows"), row("c", 9.5));
    kafka.send(NAMES.topic("rows"), "7".getBytes(UTF_8), null);

    send("scored", "acme.Visit", visit(VISIT, 0.5));
    send("clicked", "acme.Visit", visit(VISIT, 2.0));

    awaitFeatures("customer/3", "o.n", 3, "o.amount", 24.34);
    awaitFeatures("visitor/f1", "v.n", 2, "v.x", 3.0, "s.n", 2, "r.n", 1);
    awaitFeatures("buyer/7", "b.total", 9.5);
    assertThat(values("customer/3").path("o.statuses").toString()).contains("PAID", "REFUNDED");
    assertThat(counted("rows", "tombstone")).isOne();
    assertThat(counted("rows", "quarantined")).isZero();
    assertThat(counted("visits", "quarantined")).isZero();
    assertThat(counted("sold", "other_type")).isEqualTo(2);
    assertThat(counted("returned", "other_type")).isEqualTo(3);
    assertThat(counted("orders", "quarantined")).isOne();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(joined()).isOne());
  }

  private void send(String topic, String subject, GenericRecord record) {
    byte[] value = new AvroWriter(registry, true).write(subject, record);
    kafka.send(NAMES.topic(topic), "k".getBytes(UTF_8), value);
  }

  private GenericRecord order(Schema schema, String amount, String status) {
    boolean micros = schema.equals(REFUNDED);
    Schema symbols = schema.getField("status").schema();
    return new GenericRecordBuilder(schema)
        .set("order_id", "o" + ++sent)
        .set("customer_id", 3L)
        .set("amount", ByteBuffer.wrap(new BigDecimal(amount).unscaledValue().toByteArray()))
        .set("status", new GenericData.EnumSymbol(symbols, status))
        .set("placed_at", clock.millis() * (micros ? 1_000 : 1))
        .build();
  }

  private GenericRecord visit(Schema schema, double x) {
    GenericRecord visit = new GenericData.Record(schema);
    visit.put("k", "f1");
    visit.put("x", x);
    visit.put("at", clock.millis());
    if (schema.getField("store") != null) {
      visit.put("store", "s");
    }
    return visit;
  }

  private GenericRecord row(String op, double total) {
    Schema value = ROW.getField("after").schema().getTypes().get(1);
    return new GenericRecordBuilder(ROW)
        .set("after", new GenericRecordBuilder(value).set("cust", 7L).set("total", total).build())
        .set("op", op)
        .set("ts_ms", clock.millis())
        .build();
  }

  private static Schema order(String name, String symbols, int scale, String time) {
    return schema(
        "{'type': 'record', 'name': 'acme.shop.%s', 'fields': [".formatted(name)
            + "{'name': 'order_id', 'type': 'string'}, {'name': 'customer_id', 'type': 'long'},"
            + "{'name': 'amount', 'type': ['null', {'type': 'bytes', 'logicalType': 'decimal',"
            + " 'precision': 14, 'scale': %d}], 'default': null},".formatted(scale)
            + "{'name': 'status', 'type': {'type': 'enum', 'name': 'Status', 'symbols': [%s]}},"
                .formatted(symbols)
            + "{'name': 'placed_at', 'type': {'type': 'long', 'logicalType': '%s'}}]}"
                .formatted(time));
  }

  private static Schema visit(String name, String more) {
    return schema(
        "{'type': 'record', 'name': '%s', 'fields': [{'name': 'k', 'type': 'string'},"
                .formatted(name)
            + "{'name': 'x', 'type': 'double'},"
            + "{'name': 'at', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}}"
            + more
            + "]}");
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  private void awaitFeatures(String entity, Object... expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode values = values(entity);
              for (int i = 0; i < expected.length; i += 2) {
                assertThat(values.path((String) expected[i]).path("value").asDouble())
                    .as(expected[i] + " of " + values)
                    .isEqualTo(((Number) expected[i + 1]).doubleValue());
              }
            });
  }

  private JsonNode values(String entity) throws IOException, InterruptedException {
    return JSON.readTree(get("/v1/features/" + entity)).path("values");
  }

  private int joined() throws IOException, InterruptedException {
    return metric("tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"joined\"} ");
  }

  private int counted(String source, String outcome) throws IOException, InterruptedException {
    return metric(
        "tidemark_records_total{outcome=\"%s\",source=\"%s\"} ".formatted(outcome, source));
  }

  private int metric(String series) throws IOException, InterruptedException {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url(path))).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
