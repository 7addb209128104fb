package io.tidemark.registry;

/** What a new version of a subject must be able to do with respect to those before. */
public enum CompatibilityLevel {
  /** Anything may be registered. */
  NONE,
  /** The new schema reads what the newest one wrote. */
  BACKWARD,
  /** The newest schema reads what the new one writes. */
  FORWARD,
  /** Both. */
  FULL,
  /** Both, with respect to every version and not to the newest alone. */
  FULL_TRANSITIVE
}
