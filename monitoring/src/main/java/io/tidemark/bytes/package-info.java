/**
 * The floor of every binary form that Tidemark stores or sends to itself: numbers of variable
 * length, texts, blocks, and the one exception for bytes that are of another format or damaged.
 *
 * <p>A form begins with the number of its format, and a reader reads one format alone: {@link
 * io.tidemark.bytes.ByteReader#expectFormat}. Forms that others have specified (Avro, Feast,
 * RocksDB's batches, keys that a store sorts) are read and written where they are used.
 */
package io.tidemark.bytes;
