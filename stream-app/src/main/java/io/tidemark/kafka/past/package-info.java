/**
 * The past of a source for versions of groups that were declared later: read by consumers of its
 * own, step by step, inside the task that reads the partition. Imports Kafka's clients and Kafka
 * Streams.
 */
package io.tidemark.kafka.past;
