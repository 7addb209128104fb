/**
 * The ids of events on disk: an index in RocksDB that is to Kafka Streams a store like any other.
 * Imports Kafka Streams and RocksDB; what an id is and how long it counts is in {@code seen}.
 */
package io.tidemark.kafka.seen;
