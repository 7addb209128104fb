/**
 * The Confluent wire format: framing, and decoding that no input can harm.
 *
 * <p>Sees Avro and {@code io.tidemark.registry} alone.
 */
package io.tidemark.wire;
