/**
 * Reads sources and logs: every record ends as one verdict, what fails goes to quarantine. Imports
 * Kafka Streams; the checks are in {@code validation}.
 */
package io.tidemark.kafka.ingest;
