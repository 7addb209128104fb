/**
 * The recent past of a series: counts per minute and partition, reported until they are late, and
 * their sums over rolling windows. Imports {@code drift.bins} and {@code bytes}.
 */
package io.tidemark.monitoring.drift.tiles;
