package io.tidemark.tidy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the documentation are short, and name what there is. */
class PagesTest {
  private static final int MAX_COLUMNS = 120;
  private static final int MAX_RATIONALE_WORDS = 4_500;
  private static final Pattern SOURCES = Pattern.compile("/src/main/(java|confluent)/");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^package io\\.tidemark\\.([a-z.]+);$");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?io\\.tidemark\\.([a-z.]+)\\.[A-Z]");
  private static final Pattern ROOM = Pattern.compile("`([a-z.]+)`");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z][A-Za-z0-9]*)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)#([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern RECORD = Pattern.compile("\"name\": \"([A-Z][A-Za-z]+)\"");

  /** What is called like a class and is not ours. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "Authorization",
          "CachedSchemaRegistryClient",
          "DataOutputStream",
          "IllegalArgumentException",
          "KafkaAvroDeserializer",
          "Schema",
          "StorageTool",
          "String",
          "UseCompactObjectHeaders",
          "Utf8");

  private static List<Path> production() {
    return SourceTree.java().stream()
        .filter(file -> SOURCES.matcher(file.toString()).find())
        .toList();
  }

  private static Path architecture() {
    return SourceTree.root().resolve("ARCHITECTURE.md");
  }

  /** The row of each package in the table of rooms. */
  private static Map<String, Integer> rooms() {
    Map<String, Integer> rows = new HashMap<>();
    String table = SourceTree.read(architecture()).split("\n\\| room \\|", 2)[1];
    List<String> lines = table.lines().skip(2).takeWhile(line -> line.startsWith("|")).toList();
    for (int row = 0; row < lines.size(); row++) {
      for (String room : found(ROOM, lines.get(row).split("\\|")[1])) {
        rows.put(room, row);
      }
    }
    return rows;
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(PagesTest::group).toList();
  }

  private static String group(MatchResult result) {
    return result.group(1);
  }

  private static String packageOf(String source) {
    Matcher declared = PACKAGE.matcher(source);
    return declared.find() ? declared.group(1) : "";
  }

  @Test
  void everyPackageHasAPlaceInTheArchitecture() {
    // records of the topics are generated
    Set<String> packages =
        Stream.concat(
                Stream.of("avro"),
                production().stream().map(SourceTree::read).map(PagesTest::packageOf))
            .collect(toSet());

    assertThat(rooms().keySet()).containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void packagesSeeThoseAboveThemOrBesideThem() {
    Map<String, Integer> rooms = rooms();
    Set<String> wrong = new TreeSet<>();
    for (Path file : production()) {
      String source = SourceTree.read(file);
      String room = packageOf(source);
      for (String other : found(IMPORT, source)) {
        if (rooms.getOrDefault(other, 0) > rooms.getOrDefault(room, 0)) {
          wrong.add(file.getFileName() + " of " + room + " sees " + other + " below it");
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void classesNamedExist() {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    SourceTree.java().forEach(file -> known.add(nameOf(file)));
    SourceTree.schemas().forEach(file -> known.addAll(found(RECORD, SourceTree.read(file))));
    List<String> unknown = new ArrayList<>();
    for (Path page : SourceTree.markdown()) {
      // the style sheet is about names there should not be
      if (!page.endsWith("CONTRIBUTING.md")) {
        found(CLASS, withoutCode(page)).stream()
            .filter(name -> !known.contains(name))
            .forEach(name -> unknown.add(page + " names " + name));
      }
    }

    assertThat(unknown).isEmpty();
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String withoutCode(Path page) {
    return CODE_BLOCK.matcher(SourceTree.read(page)).replaceAll("");
  }

  @Test
  void linksIntoPagesFindTheirHeading() {
    List<String> broken = new ArrayList<>();
    for (Path page : SourceTree.markdown()) {
      Matcher link = LINK.matcher(withoutCode(page));
      while (link.find()) {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (!anchors(target).contains(link.group(2))) {
          broken.add(page + " links to " + link.group());
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  /** What the headings of a page are called in addresses. */
  private static Set<String> anchors(Path page) {
    return found(HEADING, withoutCode(page)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", ""))
        .map(words -> words.replace(' ', '-'))
        .collect(toSet());
  }

  @Test
  void linesAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (Path page : SourceTree.markdown()) {
      withoutCode(page)
          .lines()
          .filter(line -> line.length() > MAX_COLUMNS && !line.startsWith("|"))
          .forEach(line -> tooLong.add(page + ": " + line));
    }

    assertThat(tooLong).as("lines over %d columns outside tables and code", MAX_COLUMNS).isEmpty();
  }

  @Test
  void rationalesAreShort() {
    assertThat(SourceTree.markdown())
        .filteredOn(page -> page.endsWith("RATIONALE.md"))
        .as("pages of more than %d words", MAX_RATIONALE_WORDS)
        .allMatch(page -> SourceTree.read(page).split("\\s+").length <= MAX_RATIONALE_WORDS);
  }

  @Test
  void everyPackageSaysWhatItIsAbout() {
    assertThat(production().stream().map(Path::getParent).distinct())
        .allMatch(folder -> folder.resolve("package-info.java").toFile().exists());
  }
}
