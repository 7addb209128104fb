package io.tidemark.wire;

import java.util.OptionalInt;

/**
 * A record that cannot be decoded, by its own fault: trying again gives the same result.
 *
 * <p>A registry that is away is another matter and another exception, {@link
 * io.tidemark.registry.RegistryUnavailableException}.
 */
public final class DecodingException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int NO_SCHEMA = Integer.MIN_VALUE;

  private final DecodingReason reason;
  private final int schemaId;

  private DecodingException(DecodingReason reason, String message, int schemaId, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.schemaId = schemaId;
  }

  DecodingException(DecodingReason reason, String message) {
    this(reason, message, NO_SCHEMA, null);
  }

  DecodingException(DecodingReason reason, String message, Throwable cause) {
    this(reason, message, NO_SCHEMA, cause);
  }

  DecodingException withSchemaId(int id) {
    return new DecodingException(reason, getMessage() + " [schema id " + id + "]", id, getCause());
  }

  /** The stable code of what is wrong. */
  public DecodingReason reason() {
    return reason;
  }

  /** The writer schema's registry id, or empty where the bytes did not name one. */
  public OptionalInt schemaId() {
    return schemaId == NO_SCHEMA ? OptionalInt.empty() : OptionalInt.of(schemaId);
  }
}
