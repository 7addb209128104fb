package io.tidemark.join;

/**
 * What outcomes decide about a label.
 *
 * @param standing the label, not told of yet
 * @param kind what happened that decides it
 * @param outcomes how many outcomes count and say something about it, at least 1
 */
record Decided(Standing standing, String kind, int outcomes) {}
