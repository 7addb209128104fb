/**
 * Schema registries behind one small interface, spoken to over Confluent's REST API.
 *
 * <p>Sees Avro, Jackson and the JDK alone.
 */
package io.tidemark.registry;
