package io.tidemark.registry;

import java.util.List;

/**
 * Result of a compatibility check.
 *
 * @param compatible whether the schema could be registered
 * @param messages what is incompatible, for people; empty if compatible, and possibly empty if not
 */
public record Compatibility(boolean compatible, List<String> messages) {

  public Compatibility {
    messages = List.copyOf(messages);
  }
}
