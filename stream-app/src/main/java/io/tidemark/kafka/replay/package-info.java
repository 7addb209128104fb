/** Publishes mapped rows of files to a topic. Imports Kafka's clients and {@code replay}. */
package io.tidemark.kafka.replay;
