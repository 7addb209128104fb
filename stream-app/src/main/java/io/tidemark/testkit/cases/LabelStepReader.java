package io.tidemark.testkit.cases;

import io.tidemark.definition.Position;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what a case expects of labels. */
final class LabelStepReader {
  private static final Set<String> WORDS = Set.of("pending", "unlabelled");

  private final CaseNames names;

  LabelStepReader(CaseNames names) {
    this.names = names;
  }

  /** A step, or empty after reporting why there is none. */
  Optional<Step> read(Position at, CaseMapping expect) {
    Optional<String> model = expect.known("model", names.labels().keySet());
    Optional<String> request = expect.text(expect.required("request_id"), "request_id");
    Set<String> known = model.map(names.labels()::get).orElse(new TreeSet<>());
    Optional<String> label =
        model.isPresent()
            ? expect.known("label", known)
            : expect.text(expect.required("label"), "label");
    Object value = expect.required("value").map(node -> value(expect, node)).orElse(null);
    Double weight = expect.optional("weight").map(node -> weight(expect, node)).orElse(null);
    expect.finish();
    if (model.isEmpty() || request.isEmpty() || label.isEmpty() || value == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Step.LabelExpectation(at, model.get(), request.get(), label.get(), value, weight));
  }

  private static Object value(CaseMapping expect, Node node) {
    Object value = CaseScalar.value(node);
    if (value instanceof Number || value instanceof String word && WORDS.contains(word)) {
      return value;
    }
    expect.problem("value", node, "must be a number, pending or unlabelled", "");
    return null;
  }

  private static Double weight(CaseMapping expect, Node node) {
    if (CaseScalar.value(node) instanceof Number number) {
      return number.doubleValue();
    }
    expect.problem("weight", node, "must be a number", "");
    return null;
  }
}
