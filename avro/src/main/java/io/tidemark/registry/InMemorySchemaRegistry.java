package io.tidemark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * A registry within the process, for tests and for runs without a server. Ids count from 1; the
 * same schema has one id under all subjects. Compatibility is by default {@link
 * CompatibilityLevel#BACKWARD}. Thread-safe.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private static final int CONFLICT = 409;

  private final Map<String, List<RegisteredSchema>> subjects = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private final Map<Integer, String> otherTypes = new HashMap<>();
  private final List<Schema> schemas = new ArrayList<>();
  private boolean guids = true;
  private boolean closed;

  @Override
  public synchronized void setCompatibility(String subject, CompatibilityLevel level) {
    levels.put(subject, level);
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    requireOpen();
    Optional<RegisteredSchema> known = find(subject, schema);
    return known.isPresent() ? known.get().id() : add(subject, schema).id();
  }

  @Override
  public synchronized Schema schemaById(int id) {
    requireOpen();
    if (otherTypes.containsKey(id)) {
      throw SchemaNotFoundException.otherType(new SchemaKey.Id(id).toString(), otherTypes.get(id));
    }
    if (id < 1 || id > schemas.size()) {
      throw new SchemaNotFoundException(
          "No schema has id " + id + ".", SchemaNotFoundException.SCHEMA);
    }
    return schemas.get(id - 1);
  }

  @Override
  public synchronized Schema schemaByGuid(UUID guid) {
    requireOpen();
    if (!guids) {
      throw SchemaNotFoundException.noGuids(new SchemaKey.Guid(guid), null);
    }
    return schemas.stream()
        .filter(schema -> guid(schema).equals(guid))
        .findFirst()
        .orElseThrow(
            () ->
                new SchemaNotFoundException(
                    "No schema has GUID " + guid + ".", SchemaNotFoundException.SCHEMA));
  }

  /** The GUID of a schema that is registered. */
  public UUID guidOf(int id) {
    return guid(schemaById(id));
  }

  /** Takes the look-up by GUID away, as registries from before it have none. */
  public synchronized void withoutGuids() {
    guids = false;
  }

  /** Lets an id stand for a schema of another type: {@code JSON}, {@code PROTOBUF}. */
  public synchronized void putOtherType(int id, String type) {
    otherTypes.put(id, type);
  }

  @Override
  public synchronized RegisteredSchema latest(String subject) {
    requireOpen();
    return newest(subject).orElseThrow(() -> noSubject(subject));
  }

  @Override
  public synchronized RegisteredSchema version(String subject, int version) {
    requireOpen();
    if (!subjects.containsKey(subject)) {
      throw noSubject(subject);
    }
    return versions(subject).stream()
        .filter(registered -> registered.version() == version)
        .findFirst()
        .orElseThrow(() -> noVersion(subject, version));
  }

  @Override
  public synchronized Compatibility checkCompatibility(String subject, Schema schema) {
    requireOpen();
    CompatibilityLevel level = levels.getOrDefault(subject, CompatibilityLevel.BACKWARD);
    List<String> messages =
        before(subject, level).stream()
            .flatMap(version -> problems(level, version.schema(), schema).stream())
            .toList();
    return new Compatibility(messages.isEmpty(), messages);
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    requireOpen();
    if (!subjects.containsKey(subject)) {
      throw noSubject(subject);
    }
    return find(subject, schema).orElseThrow(() -> noSchema(subject, schema)).id();
  }

  /** The versions of a subject, oldest first; empty for an unknown subject. */
  public synchronized List<RegisteredSchema> versions(String subject) {
    requireOpen();
    return List.copyOf(subjects.getOrDefault(subject, List.of()));
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private RegisteredSchema add(String subject, Schema schema) {
    Compatibility compatibility = checkCompatibility(subject, schema);
    if (!compatibility.compatible()) {
      throw new RegistryRejectedException(
          "Schema %s is incompatible with the newest version of subject %s: %s"
              .formatted(schema.getFullName(), subject, compatibility.messages()),
          CONFLICT,
          CONFLICT);
    }
    List<RegisteredSchema> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
    RegisteredSchema added =
        new RegisteredSchema(subject, versions.size() + 1, identify(schema), schema);
    versions.add(added);
    return added;
  }

  private int identify(Schema schema) {
    for (int i = 0; i < schemas.size(); i++) {
      if (same(schemas.get(i), schema)) {
        return i + 1;
      }
    }
    schemas.add(schema);
    return schemas.size();
  }

  private Optional<RegisteredSchema> find(String subject, Schema schema) {
    return subjects.getOrDefault(subject, List.of()).stream()
        .filter(version -> same(version.schema(), schema))
        .findFirst();
  }

  private Optional<RegisteredSchema> newest(String subject) {
    List<RegisteredSchema> versions = subjects.getOrDefault(subject, List.of());
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  /** The versions that a new one is held against. */
  private List<RegisteredSchema> before(String subject, CompatibilityLevel level) {
    return level == CompatibilityLevel.FULL_TRANSITIVE
        ? versions(subject)
        : newest(subject).stream().toList();
  }

  private static List<String> problems(CompatibilityLevel level, Schema newest, Schema schema) {
    return switch (level) {
      case NONE -> List.of();
      case BACKWARD -> unreadable(schema, newest);
      case FORWARD -> unreadable(newest, schema);
      case FULL, FULL_TRANSITIVE -> {
        List<String> both = new ArrayList<>(unreadable(schema, newest));
        both.addAll(unreadable(newest, schema));
        yield both;
      }
    };
  }

  private static List<String> unreadable(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getCompatibility() == COMPATIBLE
        ? List.of()
        : result.getIncompatibilities().stream()
            .map(
                problem ->
                    problem.getType()
                        + " at "
                        + problem.getLocation()
                        + ": "
                        + problem.getMessage())
            .toList();
  }

  /** Two schemas are one if they read alike, documentation included: as Confluent's server does. */
  private static boolean same(Schema one, Schema other) {
    return one.toString().equals(other.toString());
  }

  private static UUID guid(Schema schema) {
    return UUID.nameUUIDFromBytes(schema.toString().getBytes(UTF_8));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The schema registry is closed.");
    }
  }

  private static SchemaNotFoundException noSubject(String subject) {
    return new SchemaNotFoundException(
        "There is no subject " + subject + ".", SchemaNotFoundException.SUBJECT);
  }

  private static SchemaNotFoundException noVersion(String subject, int version) {
    return new SchemaNotFoundException(
        "Subject " + subject + " has no version " + version + ".", SchemaNotFoundException.VERSION);
  }

  private static SchemaNotFoundException noSchema(String subject, Schema schema) {
    return new SchemaNotFoundException(
        "Subject " + subject + " does not have this schema " + schema.getFullName() + ".",
        SchemaNotFoundException.SCHEMA);
  }
}
