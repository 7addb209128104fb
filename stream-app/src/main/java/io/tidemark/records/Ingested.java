package io.tidemark.records;

import io.tidemark.avro.Quarantined;

/**
 * What became of a record that was read.
 *
 * @param <T> what a record that is accepted becomes
 */
public sealed interface Ingested<T> {
  /** The record goes on. */
  record Accepted<T>(T value) implements Ingested<T> {}

  /** The record goes to quarantine. */
  record Rejected<T>(Quarantined record) implements Ingested<T> {}
}
