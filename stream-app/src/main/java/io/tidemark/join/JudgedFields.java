package io.tidemark.join;

import io.tidemark.definition.LabelScope;
import io.tidemark.event.Fields;

/**
 * An outcome and its prediction as a label's expressions read them; either is {@code null} where no
 * expression may ask for it.
 */
record JudgedFields(Fields outcome, Fields prediction) implements Fields {

  @Override
  public Object get(String name) {
    if (name.startsWith(LabelScope.PREDICTION)) {
      return prediction.get(name.substring(LabelScope.PREDICTION.length()));
    }
    return outcome.get(
        name.startsWith(LabelScope.OUTCOME) ? name.substring(LabelScope.OUTCOME.length()) : name);
  }
}
