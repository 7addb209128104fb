/**
 * Folds versions of examples to the newest of each that was known at a time, on disk, however many
 * there are. Imports RocksDB.
 */
package io.tidemark.training.fold;
