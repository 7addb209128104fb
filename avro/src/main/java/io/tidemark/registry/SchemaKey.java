package io.tidemark.registry;

import java.util.OptionalInt;
import java.util.UUID;
import org.apache.avro.Schema;

/** What a record calls the schema it was written with. Immutable. */
public sealed interface SchemaKey {

  /** Asks a registry; throws what {@link SchemaRegistry#schemaById} throws. */
  Schema in(SchemaRegistry registry);

  /** The id, where it is one. */
  default OptionalInt asId() {
    return OptionalInt.empty();
  }

  /**
   * The number a registry gave to a schema.
   *
   * @param id any number; real ones are positive
   */
  record Id(int id) implements SchemaKey {

    @Override
    public Schema in(SchemaRegistry registry) {
      return registry.schemaById(id);
    }

    @Override
    public OptionalInt asId() {
      return OptionalInt.of(id);
    }

    @Override
    public String toString() {
      return "id " + id;
    }
  }

  /**
   * The identity of a schema that is the same in every registry of Confluent's.
   *
   * @param guid not null
   */
  record Guid(UUID guid) implements SchemaKey {

    @Override
    public Schema in(SchemaRegistry registry) {
      return registry.schemaByGuid(guid);
    }

    @Override
    public String toString() {
      return "GUID " + guid;
    }
  }
}
