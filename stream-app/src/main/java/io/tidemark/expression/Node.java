package io.tidemark.expression;

import io.tidemark.event.Fields;

/** One node of a compiled expression. Stateless and thread-safe. */
@FunctionalInterface
interface Node {
  /**
   * The node's value, {@code null} for null.
   *
   * @throws Failure when there is none
   */
  Object eval(Fields fields);
}
