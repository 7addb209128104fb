/**
 * What the features of a model version looked like when all was well: profiles over bins, how they
 * are made of rows, and which are in force. Imports {@code drift.bins}.
 */
package io.tidemark.monitoring.drift.baseline;
