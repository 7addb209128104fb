/**
 * Looks up the state of the running topology for those outside of it. Imports Kafka Streams, and
 * the Kafka packages whose state it reads.
 */
package io.tidemark.kafka.query;
