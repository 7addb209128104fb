package io.tidemark.records;

/**
 * An outcome that passed validation.
 *
 * @param requestId the prediction it belongs to
 * @param timeMs when it happened, milliseconds since the Unix epoch
 * @param wire the record as it was read, wire format and all
 */
public record LoggedOutcome(String requestId, long timeMs, byte[] wire) {}
