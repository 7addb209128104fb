/**
 * How good a model's answers are, from scores beside labels, how good they should be before labels
 * come, and when that is an alarm: pure mathematics. Imports {@code java.*}, {@code bytes}, {@code
 * labels} and {@code drift.episode}.
 */
package io.tidemark.monitoring.quality;
