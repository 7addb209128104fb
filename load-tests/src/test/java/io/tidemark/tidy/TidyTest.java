package io.tidemark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The style sheet of CONTRIBUTING.md, as far as a program can tell. */
class TidyTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_METHOD_LINES = 60;
  private static final Pattern EMPTY_NAME =
      Pattern.compile(".*(Util|Utils|Helper|Manager|Impl|Base|Dto)\\.java");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");

  /** What is banned, what to use instead, and the places whose business it is. */
  private static final Map<String, Ban> BANNED =
      Map.of(
          "System.currentTimeMillis(",
              new Ban("take the time as an argument or a Clock", "/local/"),
          "Instant.now()", new Ban("take the time as an argument or a Clock", "/app/"),
          "System.getenv(", new Ban("declare a setting", "/app/", "/local/", "/demo/"),
          "System.exit(", new Ban("return an exit code to the command line", "Main.java"),
          "new Random()", new Ban("seed it and print the seed", "-"),
          "Math.random(", new Ban("seed a Random and print the seed", "-"),
          ".printStackTrace(", new Ban("log it, or let it end the process", "-"),
          "System.out", new Ban("use the command line's writer or a logger", "/local/", "/demo/"),
          "Thread.sleep(", new Ban("await a condition with a deadline", "/local/", "/demo/"),
          "@Disabled", new Ban("mend the test or delete it", "-"));

  private record Ban(String instead, List<String> exceptions) {
    Ban(String instead, String... exceptions) {
      this(instead, List.of(exceptions));
    }

    boolean covers(Path file) {
      return exceptions.stream().noneMatch(part -> file.toString().contains(part));
    }
  }

  @Test
  void filesAreShort() {
    List<String> long_ = new ArrayList<>();
    for (Path file : SourceTree.java()) {
      long lines = SourceTree.read(file).lines().count();
      if (lines > MAX_FILE_LINES) {
        long_.add(file + " has " + lines + " lines");
      }
    }
    assertThat(long_).as("files over %d lines", MAX_FILE_LINES).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    List<String> found = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(SourceTree.java()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new LongMethods(unit, positions, found), null);
      }
    }
    assertThat(found).as("methods over %d lines", MAX_METHOD_LINES).isEmpty();
  }

  private static final class LongMethods extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;
    private String type = "";

    LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      type = tree.getSimpleName().toString();
      return super.visitClass(tree, nothing);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      long lines = line(positions.getEndPosition(unit, tree)) - bodyLine(tree);
      if (tree.getBody() != null && lines > MAX_METHOD_LINES) {
        found.add(type + "." + tree.getName() + " has " + lines + " lines");
      }
      return super.visitMethod(tree, nothing);
    }

    private long bodyLine(MethodTree tree) {
      return tree.getBody() == null
          ? line(positions.getEndPosition(unit, tree))
          : line(positions.getStartPosition(unit, tree.getBody()));
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  @Test
  void namesSaySomething() {
    assertThat(SourceTree.java())
        .as("names that say nothing")
        .noneMatch(file -> EMPTY_NAME.matcher(file.getFileName().toString()).matches());
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(SourceTree.java())
        .filteredOn(file -> !file.endsWith("TidyTest.java"))
        .as("files with unfinished business")
        .noneMatch(file -> UNFINISHED.matcher(SourceTree.read(file)).find());
  }

  @Test
  void bannedCallsAreNotMade() {
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.java()) {
      String code = withoutComments(SourceTree.read(file));
      BANNED.forEach(
          (call, ban) -> {
            if (!file.endsWith("TidyTest.java") && code.contains(call) && ban.covers(file)) {
              found.add(file + " uses " + call + ": " + ban.instead());
            }
          });
    }
    assertThat(found).isEmpty();
  }

  private static String withoutComments(String code) {
    return code.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "");
  }

  @Test
  void everyTestMethodAsserts() {
    Pattern test = Pattern.compile("@(Test|ParameterizedTest)\\b");
    assertThat(SourceTree.java())
        .filteredOn(file -> test.matcher(SourceTree.read(file)).find())
        .as("test classes without any assertion")
        .allMatch(file -> SourceTree.read(file).matches("(?s).*(assert|verify|check|expect).*"));
  }

  @Test
  void markdownHasOneTitle() {
    assertThat(SourceTree.markdown())
        .as("markdown files with exactly one H1")
        .allMatch(file -> titles(SourceTree.read(file)) == 1);
  }

  private static long titles(String markdown) {
    return markdown
        .replaceAll("(?s)```.*?```", "")
        .lines()
        .filter(line -> line.startsWith("# "))
        .count();
  }

  @Test
  void linksResolve() {
    Pattern link = Pattern.compile("\\[[^\\]]*]\\(([^)#:]+)(#[^)]*)?\\)");
    List<String> broken = new ArrayList<>();
    for (Path file : SourceTree.markdown()) {
      Matcher matcher = link.matcher(SourceTree.read(file).replaceAll("(?s)```.*?```", ""));
      while (matcher.find()) {
        if (!file.resolveSibling(matcher.group(1)).toFile().exists()) {
          broken.add(file + " links to " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyModuleExplainsItself() {
    for (String module :
        List.of("avro", "monitoring", "online-store", "stream-app", "load-tests")) {
      assertThat(SourceTree.root().resolve(module)).isDirectoryContaining("glob:**README.md");
      assertThat(SourceTree.root().resolve(module)).isDirectoryContaining("glob:**RATIONALE.md");
    }
    assertThat(SourceTree.read(SourceTree.root().resolve("README.md")).lines().count())
        .isLessThanOrEqualTo(150);
  }
}
