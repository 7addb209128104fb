package io.tidemark.training;

import java.time.Instant;

/**
 * One file of an export.
 *
 * @param name its name, without what says its form
 * @param from from when on predictions are in it
 * @param to up to when; itself not in it
 */
public record Part(String name, Instant from, Instant to) {
  boolean holds(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }
}
