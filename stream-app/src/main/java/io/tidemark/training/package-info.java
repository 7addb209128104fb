/**
 * Labelled examples as files to train on: which of them belong into which file, as they were known
 * at a time, and what their columns are. Imports records of the topics and definitions alone; how
 * files are written is {@code training.file}'s matter, where examples come from {@code
 * kafka.training}'s.
 */
package io.tidemark.training;
