package io.tidemark.kafka.gate;

import io.tidemark.registry.Compatibility;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaRegistry;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * The registry as stream threads see it: ids and GUIDs of schemas are answered from {@link
 * SchemaAnswers}, so that decoding never waits for the network; everything else goes to the
 * registry.
 */
public final class AnsweredRegistry implements SchemaRegistry {
  private final SchemaAnswers answers;
  private final SchemaRegistry registry;

  public AnsweredRegistry(SchemaAnswers answers, SchemaRegistry registry) {
    this.answers = answers;
    this.registry = registry;
  }

  @Override
  public Schema schemaById(int id) {
    return answers.schema(new SchemaKey.Id(id));
  }

  @Override
  public Schema schemaByGuid(UUID guid) {
    return answers.schema(new SchemaKey.Guid(guid));
  }

  @Override
  public int register(String subject, Schema schema) {
    return registry.register(subject, schema);
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    return registry.version(subject, version);
  }

  @Override
  public Compatibility checkCompatibility(String subject, Schema schema) {
    return registry.checkCompatibility(subject, schema);
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    registry.setCompatibility(subject, level);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return registry.idOf(subject, schema);
  }

  @Override
  public void close() {
    // whoever made the registry closes it
  }
}
