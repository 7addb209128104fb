package io.tidemark.training;

import io.tidemark.definition.Model;
import java.time.Duration;

/**
 * When a label is decided.
 *
 * @param closes how long after its prediction nothing changes it any more but a late outcome
 * @param toldAtClose whether an example says that its window has closed
 */
public record LabelTerm(Duration closes, boolean toldAtClose) {

  /** Of a declared label. */
  public static LabelTerm of(Model.Label label) {
    return new LabelTerm(
        label.window().plus(label.grace()), label.policy().emit() != Model.Emit.EAGER);
  }
}
