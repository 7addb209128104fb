package io.tidemark.testkit.cases;

import io.tidemark.definition.CheckedDefinitions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads cases from YAML against the definitions they are about. Every problem is found and reported
 * at once: unknown keys, sources, entities, features, values of another form. Stateless.
 */
public final class CasesReader {
  private final CaseProblems problems;
  private final StepReader steps;

  private CasesReader(CaseProblems problems, CaseNames names) {
    this.problems = problems;
    this.steps = new StepReader(names, problems);
  }

  /**
   * Reads a file.
   *
   * @return at least one case, in the order of the file
   * @throws CasesException listing every problem, a missing file among them
   */
  public static List<FeatureCase> read(Path file, CheckedDefinitions definitions)
      throws CasesException {
    CaseProblems problems = new CaseProblems(file.toString());
    CasesReader reader = new CasesReader(problems, CaseNames.of(definitions));
    List<FeatureCase> cases =
        new CaseYaml(file, problems).root().map(reader::cases).orElse(List.of());
    problems.throwIfAny();
    return cases;
  }

  private List<FeatureCase> cases(Node root) {
    List<FeatureCase> cases = new ArrayList<>();
    for (Node element : CaseMapping.elements(root, "", problems)) {
      cases.add(one(new CaseMapping(element, "[" + cases.size() + "]", problems)));
    }
    return cases;
  }

  private FeatureCase one(CaseMapping mapping) {
    String name = mapping.text(mapping.required("name"), "name").orElse("");
    Instant start =
        mapping
            .optional("start")
            .flatMap(node -> steps.instant(mapping, "start", node))
            .orElse(null);
    List<Step> read = new ArrayList<>();
    Optional<Node> list = mapping.required("steps");
    if (list.isPresent()) {
      String path = mapping.child("steps");
      int number = 0;
      for (Node element : CaseMapping.elements(list.get(), path, problems)) {
        CaseMapping step = new CaseMapping(element, path + "[" + number++ + "]", problems);
        steps.read(step).ifPresent(read::add);
      }
    }
    mapping.finish();
    return new FeatureCase(name, problems.position(mapping.self()), start, read);
  }
}
