/**
 * The adapters of quality: what happens to labels added up per cohort and task, and their sum per
 * model version. Imports Kafka Streams and {@code monitoring.quality}, where the mathematics is.
 */
package io.tidemark.kafka.quality;
