/**
 * Reads the topic of labelled examples as it was known at a time. Imports Kafka's clients, {@code
 * kafka}, {@code training} and {@code training.fold}.
 */
package io.tidemark.kafka.training;
