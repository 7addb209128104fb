/**
 * The adapters of the join: both sides by request id, and the state of each id. Imports Kafka
 * Streams; the rules are in {@code join}.
 */
package io.tidemark.kafka.join;
