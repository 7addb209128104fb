package io.tidemark.records;

/**
 * An outcome that passed validation.
 *
 * @param requestId the prediction it belongs to
 * @param wire the record as it was read, wire format and all
 */
public record LoggedOutcome(String requestId, byte[] wire) {}
