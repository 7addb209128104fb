package io.tidemark.kafka.follow;

import io.tidemark.registry.Compatibility;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;

/** A registry that cannot tell some schemas for a while, and counts how often it is asked. */
final class UnsteadyRegistry implements SchemaRegistry {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Set<String> away = new HashSet<>();
  private int refused;

  /** Lets it not tell a schema, by the name of its record. */
  void away(String record) {
    away.add(record);
  }

  void back() {
    away.clear();
  }

  int refused() {
    return refused;
  }

  @Override
  public Schema schemaById(int id) {
    Schema schema = registry.schemaById(id);
    if (away.contains(schema.getName())) {
      refused++;
      throw new RegistryUnavailableException("the registry is away", 0, 0, null);
    }
    return schema;
  }

  @Override
  public Schema schemaByGuid(UUID guid) {
    return registry.schemaByGuid(guid);
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
    registry.close();
  }
}
