package io.tidemark.app.plan;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.Source;
import io.tidemark.definition.UnreadableSchemaException;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.registry.SchemaNotFoundException;
import io.tidemark.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas that records are read with: for a source the newest of its subject, as it is when the
 * service starts, to which records written with any other version are resolved; for predictions and
 * outcomes our own. Not thread-safe.
 */
public final class SourceSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(SourceSchemas.class);

  private final SchemaRegistry registry;
  private final boolean builtIn;
  private final Map<String, Schema> known = new HashMap<>();

  /**
   * Creates an empty set.
   *
   * @param builtIn whether the definitions are the built-in ones, whose source has a schema of ours
   */
  public SourceSchemas(SchemaRegistry registry, boolean builtIn) {
    this.registry = registry;
    this.builtIn = builtIn;
  }

  /** Says what a topic's schema is, whatever the registry has. */
  public void put(String topic, Schema schema) {
    known.put(topic, schema);
  }

  /**
   * Asks for the schema of every source, for none to be asked for while definitions are checked.
   */
  public void fetch(Definitions definitions) {
    definitions.sources().stream().map(Source::topic).forEach(topic -> fetch(topic, definitions));
  }

  /** What cannot be read is told when definitions are checked. */
  private void fetch(String topic, Definitions definitions) {
    try {
      of(topic, definitions);
    } catch (UnreadableSchemaException e) {
      LOG.debug("Cannot read records of {}", topic, e);
    }
  }

  /**
   * Checks definitions against the schemas of their topics.
   *
   * @throws DefinitionException when they do not fit
   */
  public CheckedDefinitions check(LoadedDefinitions loaded) throws DefinitionException {
    return DefinitionChecker.check(
        loaded,
        new ExpressionCompiler(),
        topic -> of(topic, loaded.definitions()).map(AvroTypes::recordType));
  }

  /** The schema of a topic's records, or empty where none is registered. */
  private Optional<Schema> of(String topic, Definitions definitions) {
    boolean outcomes =
        definitions.models().stream().anyMatch(model -> topic.equals(model.outcomeTopic()));
    if (outcomes) {
      return Optional.of(OutcomeLog.getClassSchema());
    }
    Optional<Schema> schema =
        Optional.ofNullable(known.get(topic))
            .or(() -> builtIn ? Optional.of(UserEvent.getClassSchema()) : latest(topic));
    schema.ifPresent(found -> known.put(topic, found));
    return schema;
  }

  /** Every schema asked for so far, by topic. */
  public Map<String, Schema> byTopic() {
    return Map.copyOf(known);
  }

  private Optional<Schema> latest(String topic) {
    try {
      return Optional.of(registry.latest(topic + "-value").schema());
    } catch (SchemaNotFoundException e) {
      if (e.errorCode() == SchemaNotFoundException.SCHEMA) {
        throw new UnreadableSchemaException(e);
      }
      return Optional.empty();
    }
  }
}
