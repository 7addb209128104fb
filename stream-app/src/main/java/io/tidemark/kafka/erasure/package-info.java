/**
 * Reading requests to erase entities, and writing the receipts. Imports Kafka; what an erasure does
 * is in {@code erasure}, {@code entity} and {@code delivery}.
 */
package io.tidemark.kafka.erasure;
