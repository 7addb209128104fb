package io.tidemark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The style sheet of CONTRIBUTING.md, as far as a program can tell. */
class TidyTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_OWN_IMPORTS = 20;
  private static final Pattern OWN_IMPORT =
      Pattern.compile("(?m)^import (static )?io\\.tidemark\\.");
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
  void compositionRootIsCutIntoParts() {
    List<String> wide = new ArrayList<>();
    for (Path file : SourceTree.java()) {
      if (file.toString().contains("/main/java/io/tidemark/app/")) {
        long own = OWN_IMPORT.matcher(SourceTree.read(file)).results().count();
        if (own >= MAX_OWN_IMPORTS) {
          wide.add(file + " imports " + own + " types of ours");
        }
      }
    }
    assertThat(wide).as("files with %d or more imports", MAX_OWN_IMPORTS).isEmpty();
  }

  /** Failsafe is only managed by the parent: a module that forgets it passes without its tests. */
  @Test
  void modulesWithIntegrationTestsRunThem() {
    Set<Path> modules = new TreeSet<>();
    for (Path file : SourceTree.java()) {
      if (file.toString().endsWith("IT.java")) {
        Path module = SourceTree.root().relativize(file).getName(0);
        modules.add(SourceTree.root().resolve(module).resolve("pom.xml"));
      }
    }
    assertThat(modules).hasSizeGreaterThan(1);
    for (Path pom : modules) {
      assertThat(SourceTree.read(pom)).as("%s", pom).contains("maven-failsafe-plugin");
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
