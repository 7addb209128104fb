package io.tidemark.records;

import java.util.function.Supplier;

/**
 * An outcome that passed validation.
 *
 * @param requestId the prediction it belongs to
 * @param timeMs when it happened, milliseconds since the Unix epoch
 * @param wire the record as it was read, wire format and all
 * @param source makes what is needed besides to have the record again as it came
 */
public record LoggedOutcome(String requestId, long timeMs, byte[] wire, Supplier<byte[]> source) {}
