package io.tidemark.app.plan;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.RecordTypes;
import io.tidemark.definition.Source;
import io.tidemark.definition.UnreadableSchemaException;
import io.tidemark.event.RecordType;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas that definitions are checked against: for a source the newest of its subject, as it
 * is when the service starts; for predictions and outcomes our own. What a record means is decided
 * by the schema of whoever wrote it. Not thread-safe.
 */
public final class SourceSchemas implements RecordTypes {
  private static final Logger LOG = LoggerFactory.getLogger(SourceSchemas.class);

  private final SubjectSchemas subjects;
  private final boolean builtIn;
  private final Map<String, Schema> given = new HashMap<>();
  private final Map<String, Schema> known = new HashMap<>();
  private final Map<String, RegisteredSchema> registered = new HashMap<>();

  /**
   * Creates an empty set.
   *
   * @param builtIn whether the definitions are the built-in ones, whose source has a schema of ours
   */
  public SourceSchemas(SchemaRegistry registry, boolean builtIn) {
    this.subjects = new SubjectSchemas(registry);
    this.builtIn = builtIn;
  }

  /**
   * Says what a source's schema is, whatever the registry has.
   *
   * @param name of the source or of its topic
   */
  public void put(String name, Schema schema) {
    given.put(name, schema);
  }

  /**
   * Asks for the schema of every source, for none to be asked for while definitions are checked.
   */
  public void fetch(Definitions definitions) {
    definitions.sources().forEach(this::fetch);
  }

  /** What cannot be read is told when definitions are checked. */
  private void fetch(Source source) {
    try {
      schema(source);
    } catch (UnreadableSchemaException e) {
      LOG.debug("Cannot read records of {}", source.name(), e);
    }
  }

  /**
   * Checks definitions against the schemas of their topics. A field that the newest version of a
   * subject has no longer is taken from an earlier one: whoever drops it stops no service.
   *
   * @throws DefinitionException when they do not fit
   */
  public CheckedDefinitions check(LoadedDefinitions loaded) throws DefinitionException {
    try {
      return DefinitionChecker.check(loaded, new ExpressionCompiler(), this);
    } catch (DefinitionException e) {
      return checkAgainstEarlier(loaded, e);
    }
  }

  private CheckedDefinitions checkAgainstEarlier(LoadedDefinitions loaded, DefinitionException e)
      throws DefinitionException {
    for (Source source : loaded.definitions().sources()) {
      RegisteredSchema newest = registered.get(source.name());
      if (newest != null) {
        known.put(source.name(), subjects.withEarlierFields(newest, source.records()));
      }
    }
    try {
      CheckedDefinitions checked = DefinitionChecker.check(loaded, new ExpressionCompiler(), this);
      checked.sources().forEach(source -> warn(source, checked));
      return checked;
    } catch (DefinitionException again) {
      throw e;
    }
  }

  private void warn(CheckedSource source, CheckedDefinitions checked) {
    RegisteredSchema newest = registered.get(source.source().name());
    for (String field : checked.fieldsOf(source)) {
      if (newest != null && newest.schema().getField(field) == null) {
        LOG.warn(
            "Definitions use field '{}' of source {}, and version {} of {} has it no longer: it is"
                + " null in records of that version. Change the definitions, or ask the producer.",
            field,
            source.source().name(),
            newest.version(),
            newest.subject());
      }
    }
  }

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
    return schema(source).map(AvroTypes::recordType);
  }

  private Optional<Schema> schema(Source source) {
    if (!known.containsKey(source.name())) {
      find(source).ifPresent(schema -> known.put(source.name(), schema));
    }
    return Optional.ofNullable(known.get(source.name()));
  }

  private Optional<Schema> find(Source source) {
    Schema chosen = given.getOrDefault(source.name(), given.get(source.topic()));
    if (chosen != null) {
      return Optional.of(chosen);
    }
    if (source.records().schemaFile() != null) {
      return Optional.of(read(Path.of(source.records().schemaFile())));
    }
    return builtIn ? Optional.of(UserEvent.getClassSchema()) : newest(source);
  }

  private Optional<Schema> newest(Source source) {
    Optional<RegisteredSchema> newest = subjects.newest(source);
    newest.ifPresent(found -> registered.put(source.name(), found));
    return newest.map(RegisteredSchema::schema);
  }

  /**
   * Another schema of a source's records.
   *
   * @param name a version of the source's subject, or an {@code .avsc} file
   * @throws UnreadableSchemaException when there is none
   */
  public Schema other(Source source, String name) {
    return name.matches("\\d{1,9}")
        ? subjects.version(source, Integer.parseInt(name))
        : read(Path.of(name));
  }

  private static Schema read(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException | SchemaParseException e) {
      throw new UnreadableSchemaException(
          "Schema file " + file + " holds no Avro schema: " + e.getMessage(), e);
    }
  }

  /** Every schema asked for so far, by the name of its source. */
  public Map<String, Schema> bySource() {
    return Map.copyOf(known);
  }
}
