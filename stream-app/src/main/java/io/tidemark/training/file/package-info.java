/**
 * Writes labelled examples as files: Parquet, CSV or Avro, with a manifest, the same bytes from the
 * same examples. Imports {@code training}, {@code parquet}, the libraries of the three forms and
 * JSON.
 */
package io.tidemark.training.file;
