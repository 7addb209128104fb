package io.tidemark.join;

/**
 * Where an outcome was read, in the topic of outcomes; no two records have the same.
 *
 * @param partition of the topic, 0 or more
 * @param offset in the partition, 0 or more
 */
public record ReadAt(int partition, long offset) {}
