package io.tidemark.join;

/**
 * Where an outcome was read; no two records have the same.
 *
 * @param topic of outcomes
 * @param partition of the topic, 0 or more
 * @param offset in the partition, 0 or more
 */
public record ReadAt(String topic, int partition, long offset) {}
