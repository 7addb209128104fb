package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.plan.StreamsSettings;
import io.tidemark.app.plan.TopologyPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsLoader;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.QualityMetric;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.delivery.RebuildRequests;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.delivery.UnsteadyStore;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.kafka.progress.CaughtUp;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.records.BaselineRecords;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology on a virtual clock, with a registry, baselines and metrics of its own. */
final class DrivenTopology implements AutoCloseable {
  static final Instant START = SettableClock.START;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final PrometheusExport export = new PrometheusExport();
  private final Map<String, BaselineProfile> baselines = new HashMap<>();
  private final RebuildRequests rebuilds = new RebuildRequests();
  private final SettableClock clock = new SettableClock();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final Topology topology;
  private final TopologyTestDriver driver;
  private long endOfInputMs;

  DrivenTopology(String definitions, Path state) throws DefinitionException {
    this(DefinitionsReader.readText("test.yaml", definitions, Path.of("")), state);
  }

  DrivenTopology(LoadedDefinitions loaded, Path state) throws DefinitionException {
    this(loaded, state, new FreshHistory());
  }

  DrivenTopology(LoadedDefinitions loaded, Path state, SourceHistory history)
      throws DefinitionException {
    this(loaded, state, history, Map.of());
  }

  /** One whose joins have the one task that there is here, so that all of them tell of labels. */
  static DrivenTopology ofOneTask(String definitions, Path state) throws DefinitionException {
    return new DrivenTopology(
        DefinitionsReader.readText("test.yaml", definitions, Path.of("")),
        state,
        new FreshHistory(),
        Map.of("topics.partitions", "1"));
  }

  private DrivenTopology(
      LoadedDefinitions loaded, Path state, SourceHistory history, Map<String, String> more)
      throws DefinitionException {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("state.dir", state.toString());
    flags.put("features.heap.entities", "100");
    flags.put("features.topic", "true");
    Settings settings = new SettingsLoader().flags(flags).load();
    SourceSchemas schemas = new SourceSchemas(registry, true);
    CheckedDefinitions checked = schemas.check(loaded);
    Basis basis = new Basis(checked, settings, registry, clock, export.metrics());
    TopologyPlan plan =
        TopologyPlan.of(
            basis,
            schemas.bySource(),
            history,
            new StoreOutlet(new UnsteadyStore(), 10_000, export.metrics().store(), clock),
            rebuilds,
            this::baseline,
            join -> new CaughtUp(clock, () -> endOfInputMs));
    Map<String, Object> config = StreamsSettings.of(settings);
    topology = plan.topology().build(config);
    Properties properties = new Properties();
    properties.putAll(config);
    driver = new TopologyTestDriver(topology, properties, START);
  }

  private Optional<BaselineProfile> baseline(String model, String version) {
    return Optional.ofNullable(baselines.get(BaselineRecords.key(model, version)));
  }

  void baseline(BaselineProfile profile) {
    baselines.put(BaselineRecords.key(profile.model(), profile.version()), profile);
  }

  void removeBaseline(String model, String version) {
    baselines.remove(BaselineRecords.key(model, version));
  }

  /** Says that predictions and outcomes have got all their records. */
  void endInput() {
    endOfInputMs = clock.millis();
  }

  /** Asks for every vector again. */
  void rebuild(String id) {
    rebuilds.ask(id);
  }

  Topology topology() {
    return topology;
  }

  Instant now() {
    return clock.instant();
  }

  /** Lets time pass, in one step; every timer of the topology fires at most once. */
  void advance(Duration by) {
    clock.advance(by);
    driver.advanceWallClockTime(by);
  }

  /** The bytes of a record as a producer would write them. */
  byte[] wire(String topic, SpecificRecordBase record) {
    return writer.write(topic + "-value", record);
  }

  void event(UserEvent event) {
    event("user-events", event);
  }

  void event(String topic, UserEvent event) {
    send(topic, new TestRecord<>(utf8(event.getUserId()), wire(topic, event)));
  }

  void prediction(PredictionLog log) {
    send("predictions", new TestRecord<>(null, wire("predictions", log)));
  }

  void outcome(OutcomeLog log) {
    send("outcomes", new TestRecord<>(null, wire("outcomes", log)));
  }

  /** The bytes of a record of any schema. */
  byte[] wireOf(String topic, GenericRecord record) {
    return writer.write(topic + "-value", record);
  }

  /** Sends a record of any schema. */
  void send(String topic, GenericRecord record) {
    send(topic, new TestRecord<>(null, wireOf(topic, record)));
  }

  void send(String topic, TestRecord<byte[], byte[]> record) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    input.pipeInput(record.getRecordTime() == null ? stamped(record) : record);
  }

  private TestRecord<byte[], byte[]> stamped(TestRecord<byte[], byte[]> record) {
    return new TestRecord<>(record.key(), record.value(), record.headers(), now());
  }

  /** The vectors sent since the last call. */
  List<FeatureVector> vectors() {
    return read("tidemark.features", FeatureVector.class);
  }

  /** The newest vector per key of an entity among those sent since the last call. */
  Map<String, FeatureVector> newestVectors(String entity) {
    Map<String, FeatureVector> newest = new LinkedHashMap<>();
    for (FeatureVector vector : vectors()) {
      if (vector.getEntity().equals(entity)) {
        newest.put(vector.getKey(), vector);
      }
    }
    return newest;
  }

  List<Quarantined> quarantined() {
    return read("tidemark.quarantine", Quarantined.class);
  }

  List<LabelledExample> labelled() {
    return read("tidemark.labelled", LabelledExample.class);
  }

  List<DriftMetric> drift() {
    return read("tidemark.drift", DriftMetric.class);
  }

  List<DriftAlert> alerts() {
    return read("tidemark.alerts", DriftAlert.class);
  }

  List<DriftAlert> retrain() {
    return read("tidemark.retrain", DriftAlert.class);
  }

  List<QualityMetric> quality() {
    return read("tidemark.quality", QualityMetric.class);
  }

  List<ErasureReceipt> receipts() {
    return read("tidemark.erasure-receipts", ErasureReceipt.class);
  }

  private <T extends SpecificRecordBase> List<T> read(String topic, Class<T> type) {
    AvroReader<T> reader = AvroReader.specific(registry, type);
    List<T> records = new ArrayList<>();
    records(topic).stream()
        .filter(record -> record.value() != null)
        .forEach(record -> records.add(reader.read(record.value())));
    return records;
  }

  /** The records of a topic since the last call, as they stand there. */
  List<TestRecord<byte[], byte[]>> records(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** How many records of a source ended in each way. */
  Map<String, Long> counts(String source) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String outcome : List.of("valid", "flagged", "duplicate", "late", "quarantined")) {
      counts.put(
          outcome,
          metric("tidemark_records_total{outcome=\"" + outcome + "\",source=\"" + source + "\"}"));
    }
    return counts;
  }

  /** A value as it is exported; 0 where it is not. */
  long metric(String series) {
    return export
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> Math.round(Double.parseDouble(line.substring(series.length() + 1))))
        .findFirst()
        .orElse(0L);
  }

  /** Whether a series is exported, whatever its value. */
  boolean exports(String series) {
    return export.scrape().lines().anyMatch(line -> line.startsWith(series + " "));
  }

  /** The registry behind the topology. */
  InMemorySchemaRegistry registry() {
    return registry;
  }

  /** A row of a key-value store, as bytes. */
  byte[] stored(String store, byte[] key) {
    return driver.<Bytes, byte[]>getKeyValueStore(store).get(Bytes.wrap(key));
  }

  /** Every row of a key-value store, as bytes. */
  void forEachStored(String store, BiConsumer<byte[], byte[]> visitor) {
    try (KeyValueIterator<Object, byte[]> rows =
        driver.<Object, byte[]>getKeyValueStore(store).all()) {
      rows.forEachRemaining(
          row -> {
            Object key = row.key;
            visitor.accept(
                key instanceof Bytes bytes ? bytes.get() : utf8((String) key), row.value);
          });
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.close();
    export.close();
    registry.close();
  }
}
