/**
 * How processors keep state: stores that tell of a commit, indices of what falls due, commits asked
 * for in time. Imports Kafka Streams and {@code task}.
 */
package io.tidemark.kafka.state;
