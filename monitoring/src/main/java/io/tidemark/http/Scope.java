package io.tidemark.http;

import java.util.Locale;

/** What the bearer of a token may do; no scope includes another. */
public enum Scope {
  /** Reading features, their explanation and the catalogue. */
  READ,
  /** Removing an entity. */
  ERASE,
  /** Metrics and what operators look at. */
  OPS;

  /** The name in settings and in replies: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
