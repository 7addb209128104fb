/** The past on disk, bounded by age and size. Imports RocksDB. */
package io.tidemark.history.disk;
