/**
 * The adapters of features: what events contribute, and the entities of a task, fed and told the
 * time. Imports Kafka Streams; the rules are in {@code contribution}, {@code feature}, {@code
 * entity} and {@code delivery}.
 */
package io.tidemark.kafka.features;
