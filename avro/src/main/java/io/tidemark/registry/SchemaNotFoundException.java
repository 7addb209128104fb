package io.tidemark.registry;

/**
 * The registry answered: there is no such subject (40401), version (40402) or schema (40403), or
 * what is there is not an Avro schema (40403). A registry that copies from another may answer so
 * until it has caught up.
 */
public final class SchemaNotFoundException extends RegistryException {

  /** No such subject. */
  public static final int SUBJECT = 40401;

  /** No such version of the subject. */
  public static final int VERSION = 40402;

  /** No such schema. */
  public static final int SCHEMA = 40403;

  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;

  /**
   * Creates the exception.
   *
   * @param message what was looked for, and where
   * @param errorCode {@link #SUBJECT}, {@link #VERSION} or {@link #SCHEMA}
   */
  public SchemaNotFoundException(String message, int errorCode) {
    this(message, errorCode, null);
  }

  SchemaNotFoundException(String message, int errorCode, Throwable cause) {
    super(message, errorCode, NOT_FOUND, cause);
  }
}
