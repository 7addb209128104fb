/**
 * How far the join's inputs have been read, over the hop through topics by request id: from offsets
 * that anybody can ask the broker for, and what this process has polled. Imports Kafka's clients.
 */
package io.tidemark.kafka.progress;
