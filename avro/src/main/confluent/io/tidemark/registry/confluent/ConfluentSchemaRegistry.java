package io.tidemark.registry.confluent;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.registry.Compatibility;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.ConfluentSettings;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaNotFoundException;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * Confluent's own client behind our interface: it caches, fails over and authenticates, by its own
 * settings. Thread-safe.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {

  private final SchemaRegistryClient client;
  private volatile boolean closed;

  public ConfluentSchemaRegistry(ConfluentSettings settings) {
    this.client =
        new CachedSchemaRegistryClient(
            settings.urls(),
            settings.cacheCapacity(),
            SchemaTypes.all(),
            settings.configs(),
            settings.headers());
  }

  @Override
  public int register(String subject, Schema schema) {
    return answer(
        "registration under " + subject, () -> client.register(subject, new AvroSchema(schema)));
  }

  @Override
  public Schema schemaById(int id) {
    return named(new SchemaKey.Id(id), () -> client.getSchemaById(id));
  }

  @Override
  public Schema schemaByGuid(UUID guid) {
    SchemaKey.Guid key = new SchemaKey.Guid(guid);
    Method lookUp =
        byGuid()
            .orElseThrow(
                () ->
                    new SchemaNotFoundException(
                        "This client of Confluent's has no look-up by GUID, so there is no schema"
                            + " for %s. Use one from 8.0 on.".formatted(key),
                        SchemaNotFoundException.Why.NO_GUIDS,
                        null));
    return named(key, () -> (ParsedSchema) call(lookUp, guid.toString(), null));
  }

  @Override
  public RegisteredSchema latest(String subject) {
    SchemaMetadata latest =
        answer("newest version of " + subject, () -> client.getLatestSchemaMetadata(subject));
    return registered(subject, latest);
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    return registered(
        subject,
        answer(
            "version " + version + " of " + subject,
            () -> client.getSchemaMetadata(subject, version)));
  }

  private RegisteredSchema registered(String subject, SchemaMetadata known) {
    return new RegisteredSchema(
        subject, known.getVersion(), known.getId(), schemaById(known.getId()));
  }

  @Override
  public Compatibility checkCompatibility(String subject, Schema schema) {
    AvroSchema candidate = new AvroSchema(schema);
    try {
      // not every server that finds a schema incompatible says why
      boolean compatible =
          answer("check for " + subject, () -> client.testCompatibility(subject, candidate));
      List<String> messages =
          compatible
              ? List.of()
              : answer(
                  "check for " + subject,
                  () -> client.testCompatibilityVerbose(subject, candidate));
      return new Compatibility(compatible, messages == null ? List.of() : messages);
    } catch (SchemaNotFoundException e) {
      return new Compatibility(true, List.of());
    }
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    String unused =
        answer(
            "compatibility of " + subject,
            () -> client.updateCompatibility(subject, level.name()));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return answer("id under " + subject, () -> client.getId(subject, new AvroSchema(schema)));
  }

  @Override
  public void close() {
    closed = true;
    Failures.ignore(client::close);
  }

  private Schema named(SchemaKey key, Failures.Call<ParsedSchema> call) {
    ParsedSchema schema = SchemaTypes.naming(key, () -> answer("schema with " + key, call));
    return ((AvroSchema) schema).rawSchema();
  }

  private <T> T answer(String what, Failures.Call<T> call) {
    if (closed) {
      throw new IllegalStateException("The schema registry client is closed.");
    }
    return Failures.translated(what, call);
  }

  private static Optional<Method> byGuid() {
    try {
      return Optional.of(
          SchemaRegistryClient.class.getMethod("getSchemaByGuid", String.class, String.class));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private Object call(Method method, Object... arguments) throws IOException, RestClientException {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw Failures.rethrown(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
