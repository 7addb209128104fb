/**
 * Translates between pure things and the records of our topics, without losing anything. Imports
 * the generated records, the wire format and pure packages; knows no Kafka.
 */
package io.tidemark.records;
