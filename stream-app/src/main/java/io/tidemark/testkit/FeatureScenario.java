package io.tidemark.testkit;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.RecordTypes;
import io.tidemark.definition.Source;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.event.Event;
import io.tidemark.event.RecordType;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.store.EntityKey;
import io.tidemark.text.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * Definitions at work on a clock that only the test moves: feed events, let time pass, read
 * features. Events are checked, de-duplicated and aggregated by the code that runs in the service;
 * what a reading says is what the service has written once it has flushed. The scenario stands for
 * a service with one partition that has just been started for the first time.
 *
 * <pre>{@code
 * FeatureScenario shop = FeatureScenario.of(Path.of("shop.yaml"), Map.of("orders", schema));
 * shop.event("orders", Map.of("customer_id", "c1", "amount", 12.5));
 * shop.advance(Duration.ofMinutes(10));
 * shop.feature("customer", "c1", "spending.count_5m").value();   // 0
 * }</pre>
 *
 * <p>The time to live of rows is not modelled: a row stays readable. Drift is no part of a
 * scenario. Not thread-safe; scenarios do not share anything that changes.
 */
public final class FeatureScenario {
  /** Where the clock stands at first: an edge of every hop. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, SourceIntake> sources = new LinkedHashMap<>();
  private final Map<String, EntityRows> entities = new LinkedHashMap<>();
  private final Map<String, ModelLabels> models = new LinkedHashMap<>();
  private long nowMs = START.toEpochMilli();
  private boolean eventSeen;

  private FeatureScenario(CheckedDefinitions definitions, Map<String, Schema> schemas) {
    for (CheckedSource source : definitions.sources()) {
      Schema schema = schema(source.source(), schemas);
      SourceIntake intake = new SourceIntake(definitions, source, schema, () -> nowMs);
      sources.put(source.source().name(), intake);
    }
    for (EntityFeatures features : EntityFeatures.of(definitions)) {
      entities.put(features.entity().name(), new EntityRows(features, clock(definitions)));
    }
    definitions.models().stream()
        .filter(checked -> !checked.labels().isEmpty())
        .forEach(c -> models.put(c.model().name(), new ModelLabels(c, () -> nowMs)));
  }

  private ScenarioClock clock(CheckedDefinitions definitions) {
    return new ScenarioClock(definitions.definitions().clock(), () -> nowMs);
  }

  /** A scenario over the definitions that apply where a deployment declares none. */
  public static FeatureScenario builtIn() {
    try {
      LoadedDefinitions loaded = DefinitionsReader.builtIn();
      String topic = loaded.definitions().sources().get(0).topic();
      return of(loaded, Map.of(topic, UserEvent.getClassSchema()));
    } catch (DefinitionException e) {
      throw new IllegalStateException("The built-in definitions are broken", e);
    }
  }

  /**
   * A scenario over definitions in a file or folder.
   *
   * @param schemas the schema of each source's records, by source or by topic
   * @throws DefinitionException listing every problem, a missing schema among them
   */
  public static FeatureScenario of(Path definitions, Map<String, Schema> schemas)
      throws DefinitionException {
    return of(DefinitionsReader.read(definitions), schemas);
  }

  /** A scenario over definitions that were read; otherwise as with a file. */
  public static FeatureScenario of(LoadedDefinitions loaded, Map<String, Schema> schemas)
      throws DefinitionException {
    CheckedDefinitions checked =
        DefinitionChecker.check(loaded, new ExpressionCompiler(), new GivenTypes(schemas));
    return of(checked, schemas);
  }

  private record GivenTypes(Map<String, Schema> schemas) implements RecordTypes {
    @Override
    public Optional<RecordType> of(String outcomeTopic) {
      return Optional.of(AvroTypes.recordType(OutcomeLog.getClassSchema()));
    }

    @Override
    public Optional<RecordType> ofPredictions(String topic) {
      return Optional.of(AvroTypes.recordType(PredictionLog.getClassSchema()));
    }

    @Override
    public Optional<RecordType> of(Source source) {
      return given(source, schemas).map(AvroTypes::recordType);
    }
  }

  private static Optional<Schema> given(Source source, Map<String, Schema> schemas) {
    return Optional.ofNullable(schemas.getOrDefault(source.name(), schemas.get(source.topic())));
  }

  private static Schema schema(Source source, Map<String, Schema> schemas) {
    return given(source, schemas)
        .orElseThrow(() -> new IllegalArgumentException("No schema of source " + source.name()));
  }

  /**
   * A scenario over definitions that were checked; the quickest way to many scenarios over the
   * same.
   *
   * @param schemas the schemas they were checked against, by source or by topic
   * @throws IllegalArgumentException when a source has none
   */
  public static FeatureScenario of(CheckedDefinitions definitions, Map<String, Schema> schemas) {
    return new FeatureScenario(definitions, schemas);
  }

  /** The instant the clock shows. */
  public Instant now() {
    return Instant.ofEpochMilli(nowMs);
  }

  /**
   * Sets the clock; before the first event to any instant, afterwards never back.
   *
   * @param instant cut to milliseconds, the resolution of event time
   * @throws IllegalArgumentException when it lies before {@link #now} and an event was fed
   */
  public FeatureScenario at(Instant instant) {
    long atMs = instant.toEpochMilli();
    if (eventSeen && atMs < nowMs) {
      throw new IllegalArgumentException(
          "Cannot set the clock to "
              + instant
              + ": it shows "
              + now()
              + " and never goes back once an event was fed. Begin a new scenario, or give the"
              + " event an earlier time of its own.");
    }
    nowMs = atMs;
    return this;
  }

  /**
   * Lets time pass, with no event at all.
   *
   * @param duration not negative
   */
  public FeatureScenario advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot advance the clock by "
              + duration
              + ": must not be negative. Give the event an"
              + " earlier time of its own.");
    }
    nowMs = Math.addExact(nowMs, duration.toMillis());
    return this;
  }

  /**
   * Feeds an event that happens now.
   *
   * @param source the source's name
   * @param fields values by field: text, booleans, numbers, {@link Instant} or ISO text for
   *     timestamps, maps, lists, null. A field that is not given takes the schema's default; the
   *     event time takes the clock's, the event id one that no other event has
   * @return what became of it
   * @throws IllegalArgumentException when there is no such source, or the values do not fit the
   *     schema: a producer could not have sent them
   */
  public EventVerdict event(String source, Map<String, ?> fields) {
    return event(source, now(), fields);
  }

  /**
   * Feeds an event that arrives now and happened at another instant.
   *
   * @param at event time, unless the fields have it
   */
  public EventVerdict event(String source, Instant at, Map<String, ?> fields) {
    SourceIntake intake = named(sources, "source", source);
    EventVerdict verdict =
        intake.take(fields, at, (event, streamMs) -> contribute(source, event, streamMs));
    eventSeen = true;
    return verdict;
  }

  private void contribute(String source, Event event, long streamMs) {
    entities.values().forEach(rows -> rows.take(source, event, streamMs));
  }

  /**
   * Logs a prediction now.
   *
   * @param fields values by field of {@code PredictionLog}, also where a model maps its own; model,
   *     version and time need not be given
   * @param at when it was made, unless the fields have it
   */
  public EventVerdict prediction(String model, Instant at, Map<String, ?> fields) {
    eventSeen = true;
    return named(models, "model with labels", model).predict(fields, at);
  }

  /**
   * Logs an outcome now.
   *
   * @param fields values by field of {@code OutcomeLog}; the time need not be given
   * @param at when it happened, unless the fields have it
   */
  public EventVerdict outcome(String model, Instant at, Map<String, ?> fields) {
    eventSeen = true;
    return named(models, "model with labels", model).happen(fields, at);
  }

  /** Reads what is said of a label as of now: the newest example, or that there is none. */
  public LabelReading label(String model, String requestId, String label) {
    return named(models, "model with labels", model).read(requestId, label);
  }

  /**
   * Reads a feature as of now.
   *
   * @param entity the entity's name
   * @param key its key, where that is one field
   * @param feature {@code group.feature_window}, or {@code group.feature} without a window
   * @return absent for a key that never had an event
   * @throws IllegalArgumentException when there is no such entity or feature
   */
  public FeatureReading feature(String entity, String key, String feature) {
    return feature(entity, List.of(key), feature);
  }

  /**
   * Reads a feature as of now.
   *
   * @param key the parts of the key, in the order of the entity's key fields
   */
  public FeatureReading feature(String entity, List<String> key, String feature) {
    return rows(entity, key).read(EntityKey.join(key), feature);
  }

  /** Reads every feature of an entity whose key is one field, by name. */
  public SortedMap<String, FeatureReading> features(String entity, String key) {
    return features(entity, List.of(key));
  }

  /** Reads every feature of an entity, by name. */
  public SortedMap<String, FeatureReading> features(String entity, List<String> key) {
    return rows(entity, key).read(EntityKey.join(key));
  }

  private EntityRows rows(String entity, List<String> key) {
    EntityRows rows = named(entities, "entity with features", entity);
    if (key.size() != rows.keyParts()) {
      throw new IllegalArgumentException(
          "Invalid key "
              + key
              + " of entity "
              + entity
              + ": must have "
              + rows.keyParts()
              + " parts. Give one for each field of its key.");
    }
    return rows;
  }

  private static <T> T named(Map<String, T> known, String what, String name) {
    T found = known.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "Unknown "
              + what
              + " '"
              + name
              + "': must be one of "
              + new TreeSet<>(known.keySet())
              + Spelling.didYouMean(name, known.keySet()).map(hint -> "; " + hint).orElse("."));
    }
    return found;
  }
}
