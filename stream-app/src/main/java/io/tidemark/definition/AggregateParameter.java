package io.tidemark.definition;

import java.util.Locale;

/** What an aggregation may be told, by the key a definition uses in lower case. */
public enum AggregateParameter {
  /** How many values {@code last_n} gives. */
  N("how many values"),
  /** How many values {@code top_k} gives. */
  K("how many values"),
  /** How many distinct values are kept apart. */
  MAX("how many distinct values are kept"),
  /** Which quantile. */
  P("which quantile, such as 0.95"),
  /** The time after which an event counts half. */
  HALF_LIFE("the time after which an event counts half, such as 1h"),
  /** The unit of time of a rate. */
  PER("the unit of time, such as 1m");

  private final String meaning;

  AggregateParameter(String meaning) {
    this.meaning = meaning;
  }

  /** The key in a definition. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it says, in a few words. */
  public String meaning() {
    return meaning;
  }
}
