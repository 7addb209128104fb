package io.tidemark.records;

import io.tidemark.definition.Model.Late;
import io.tidemark.definition.Model.Policy;
import java.util.Locale;

/** A label's policy in one line, as it is declared: every part a name, {@code =} and a word. */
final class PolicyText {
  private PolicyText() {}

  static String of(Policy policy) {
    Late late = policy.late();
    return "several="
        + lower(policy.several())
        + " on_timeout="
        + lower(policy.onTimeout())
        + " emit="
        + lower(policy.emit())
        + " late="
        + (late.corrects() ? "correct" : "ignore")
        + (late.horizon().isZero() ? "" : " late_horizon=" + late.horizon());
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
