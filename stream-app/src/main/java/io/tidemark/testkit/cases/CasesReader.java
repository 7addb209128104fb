package io.tidemark.testkit.cases;

import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionProblem;
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
   * Reads files.
   *
   * @return the cases in the order of the files, at least one of each
   * @throws CasesException listing every problem, a missing file among them
   */
  public static List<FeatureCase> read(List<Path> files, CheckedDefinitions definitions)
      throws CasesException {
    CaseNames names = CaseNames.of(definitions);
    List<FeatureCase> cases = new ArrayList<>();
    List<DefinitionProblem> found = new ArrayList<>();
    for (Path file : files) {
      CaseProblems problems = new CaseProblems(file.toString());
      CasesReader reader = new CasesReader(problems, names);
      new CaseYaml(file, problems).root().map(reader::cases).ifPresent(cases::addAll);
      found.addAll(problems.found());
    }
    if (!found.isEmpty()) {
      throw new CasesException(found);
    }
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
