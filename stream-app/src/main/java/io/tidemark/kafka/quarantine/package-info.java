/**
 * Reads the quarantine topic and feeds what is in it to its topics again. Imports Kafka's clients,
 * {@code kafka} and {@code quarantine}.
 */
package io.tidemark.kafka.quarantine;
