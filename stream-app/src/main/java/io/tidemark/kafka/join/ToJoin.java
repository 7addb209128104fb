package io.tidemark.kafka.join;

import io.tidemark.contribution.EntityInput;

/** What reaches the join of a model. */
public sealed interface ToJoin permits Sided, ToJoin.Asked {
  /**
   * The entity whose name is the record's key is to be erased.
   *
   * @param erasure how
   */
  record Asked(EntityInput.Erased erasure) implements ToJoin {}
}
