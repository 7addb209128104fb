package io.tidemark.testkit.cases;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** A file as a tree of nodes, never objects, so that every problem can name its line. */
final class CaseYaml {
  /** Largest file read, in bytes: some ten thousand cases. */
  private static final int MAX_SIZE = 4 << 20;

  private static final int MAX_DEPTH = 30;

  private final Path file;
  private final CaseProblems problems;

  CaseYaml(Path file, CaseProblems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The root node, or empty after reporting why there is none. */
  Optional<Node> root() {
    try {
      return Files.isRegularFile(file)
          ? root(StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString())
          : refused("there is no such file", "correct the path");
    } catch (MarkedYAMLException e) {
      problems.add(problems.position(e.getProblemMark()), "", "", "not YAML: " + said(e), "");
    } catch (YAMLException e) {
      return refused("not YAML: " + firstLine(e.getMessage()), "");
    } catch (IOException e) {
      return refused("cannot be read as UTF-8 text: " + e, "");
    }
    return Optional.empty();
  }

  private ByteBuffer bytes() throws IOException {
    if (Files.size(file) > MAX_SIZE) {
      throw new IOException("larger than " + MAX_SIZE + " bytes, split it");
    }
    return ByteBuffer.wrap(Files.readAllBytes(file));
  }

  private Optional<Node> root(String text) {
    for (Event event : new Yaml(options()).parse(new StringReader(text))) {
      if (event instanceof AliasEvent alias) {
        String rule = "alias *" + alias.getAnchor() + " is not allowed";
        problems.add(problems.position(alias.getStartMark()), "", "", rule, "write the value out");
      }
    }
    Node root = problems.isEmpty() ? new Yaml(options()).compose(new StringReader(text)) : null;
    return root == null && problems.isEmpty()
        ? refused("the file is empty", "write a list of cases")
        : Optional.ofNullable(root);
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_SIZE);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  private Optional<Node> refused(String rule, String hint) {
    problems.add(problems.position((org.yaml.snakeyaml.error.Mark) null), "", "", rule, hint);
    return Optional.empty();
  }

  private static String said(MarkedYAMLException e) {
    String context = e.getContext() == null ? "" : firstLine(e.getContext()) + ", ";
    return context + firstLine(String.valueOf(e.getProblem()));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
