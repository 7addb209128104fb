/**
 * Values as counts: the bins of a feature, made once and never moved, and how many values fell into
 * each. Imports {@code bytes}.
 */
package io.tidemark.monitoring.drift.bins;
