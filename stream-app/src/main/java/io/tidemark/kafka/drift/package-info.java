/**
 * The adapters of drift: counts per minute and partition, and their sum and evaluation per series.
 * Imports Kafka Streams and {@code monitoring.drift}, where the mathematics is.
 */
package io.tidemark.kafka.drift;
