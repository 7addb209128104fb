package io.tidemark.registry;

/**
 * The registry answered: there is no such subject (40401), version (40402) or schema (40403), or
 * what is there is not an Avro schema (40403). A registry that copies from another may answer so
 * until it has caught up.
 */
public final class SchemaNotFoundException extends RegistryException {

  /** Why there is nothing to read with. */
  public enum Why {
    /** Nothing of that name is there, or nothing that can be read as Avro. */
    ABSENT,
    /** A schema is there, of another type than Avro. */
    OTHER_TYPE,
    /** The registry has no look-up by GUID. */
    NO_GUIDS
  }

  /** No such subject. */
  public static final int SUBJECT = 40401;

  /** No such version of the subject. */
  public static final int VERSION = 40402;

  /** No such schema. */
  public static final int SCHEMA = 40403;

  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;

  private final Why why;

  /**
   * Creates the exception.
   *
   * @param message what was looked for, and where
   * @param errorCode {@link #SUBJECT}, {@link #VERSION} or {@link #SCHEMA}
   */
  public SchemaNotFoundException(String message, int errorCode) {
    this(message, errorCode, Why.ABSENT, null);
  }

  /** Says of a schema why it cannot be read with; the code is {@link #SCHEMA}. */
  public SchemaNotFoundException(String message, Why why, Throwable cause) {
    this(message, SCHEMA, why, cause);
  }

  private SchemaNotFoundException(String message, int errorCode, Why why, Throwable cause) {
    super(message, errorCode, NOT_FOUND, cause);
    this.why = why;
  }

  /**
   * A schema of another type than Avro.
   *
   * @param what the schema: {@code id 15}
   * @param type as the registry calls it: {@code JSON}, {@code PROTOBUF}
   */
  public static SchemaNotFoundException otherType(String what, String type) {
    return new SchemaNotFoundException(
        "The schema of %s is of type %s, and Avro alone is read. Use an Avro serializer."
            .formatted(what, type),
        Why.OTHER_TYPE,
        null);
  }

  /** A schema that is named by GUID, in a registry that cannot look one up. */
  public static SchemaNotFoundException noGuids(SchemaKey.Guid key, Throwable cause) {
    return new SchemaNotFoundException(
        ("The registry has no look-up by GUID, so there is no schema for %s. Let the producer name"
                + " schemas by id, or use a registry with GET /schemas/guids.")
            .formatted(key),
        Why.NO_GUIDS,
        cause);
  }

  /** Why there is nothing to read with. */
  public Why why() {
    return why;
  }
}
