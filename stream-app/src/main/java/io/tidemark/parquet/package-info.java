/** Parquet's library without Hadoop's: how pages are packed, and files of rows. Thread-confined. */
package io.tidemark.parquet;
