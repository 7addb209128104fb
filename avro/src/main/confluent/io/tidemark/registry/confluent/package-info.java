/**
 * Confluent's own client behind our interface. Compiled by itself against a copy of that client,
 * and loaded from a folder of jars only where a setting asks for it.
 *
 * <p>Sees {@code io.tidemark.registry}, Avro and Confluent's client.
 */
package io.tidemark.registry.confluent;
