package io.tidemark.wire;

import io.tidemark.registry.SchemaKey;
import java.util.OptionalInt;

/**
 * A record that cannot be decoded, by its own fault: trying again gives the same result.
 *
 * <p>A registry that is away is another matter and another exception, {@link
 * io.tidemark.registry.RegistryUnavailableException}.
 */
public final class DecodingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final DecodingReason reason;
  private final transient OptionalInt schemaId;

  private DecodingException(
      DecodingReason reason, String message, OptionalInt schemaId, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.schemaId = schemaId;
  }

  /** A record that cannot be decoded for a reason, which the message tells people. */
  public DecodingException(DecodingReason reason, String message) {
    this(reason, message, OptionalInt.empty(), null);
  }

  DecodingException(DecodingReason reason, String message, Throwable cause) {
    this(reason, message, OptionalInt.empty(), cause);
  }

  DecodingException withSchema(SchemaKey key) {
    return new DecodingException(
        reason, getMessage() + " [schema " + key + "]", key.asId(), getCause());
  }

  /** The stable code of what is wrong. */
  public DecodingReason reason() {
    return reason;
  }

  /** The writer schema's registry id, or empty where the bytes name none or a GUID. */
  public OptionalInt schemaId() {
    return schemaId;
  }
}
