/**
 * How good a model's answers are, from scores beside labels, and how good they should be before
 * labels come: pure mathematics. Imports {@code java.*} and {@code bytes}.
 */
package io.tidemark.monitoring.quality;
