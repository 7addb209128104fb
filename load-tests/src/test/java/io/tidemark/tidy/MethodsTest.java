package io.tidemark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Methods are short and take little, and those that test assert something. */
class MethodsTest {
  private static final int MAX_LINES = 60;
  private static final int MAX_PARAMETERS = 7;

  /** Rows of data, whose parameters are named where they are read. Should not become more. */
  private static final Set<String> WIDE_RECORDS =
      Set.of(
          "Evidence",
          "FeatureEntry",
          "FeatureGroup",
          "FeatureRow",
          "MappingSpec",
          "OfFeature",
          "RedisSettings",
          "ShopEvent",
          "Source",
          "Summary");

  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

  private static ParsedSources sources;

  @BeforeAll
  static void parse() {
    sources = ParsedSources.parse();
  }

  /** Calls back for every method of every class, with the name of what is too much about it. */
  private static List<String> found(Finder finder) {
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units()) {
      unit.accept(new Scan((type, tree) -> finder.look(unit, type, tree, found)), null);
    }
    return found;
  }

  @FunctionalInterface
  private interface Finder {
    void look(CompilationUnitTree unit, ClassTree type, Tree member, List<String> found);
  }

  private static final class Scan extends TreeScanner<Void, Void> {
    private final BiConsumer<ClassTree, Tree> look;
    private ClassTree type;

    Scan(BiConsumer<ClassTree, Tree> look) {
      this.look = look;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      ClassTree outer = type;
      type = tree;
      look.accept(type, tree);
      super.visitClass(tree, nothing);
      type = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      look.accept(type, tree);
      return super.visitMethod(tree, nothing);
    }
  }

  private static String name(ClassTree type, MethodTree method) {
    return type.getSimpleName() + "." + method.getName();
  }

  @Test
  void methodsAreShort() {
    List<String> tooLong =
        found(
            (unit, type, member, found) -> {
              if (member instanceof MethodTree method && lines(unit, method) > MAX_LINES) {
                found.add(name(type, method) + " has " + lines(unit, method) + " lines");
              }
            });

    assertThat(tooLong).as("methods over %d lines", MAX_LINES).isEmpty();
  }

  private static long lines(CompilationUnitTree unit, MethodTree method) {
    if (method.getBody() == null) {
      return 0;
    }
    return line(unit, sources.positions().getEndPosition(unit, method))
        - line(unit, sources.positions().getStartPosition(unit, method.getBody()));
  }

  private static long line(CompilationUnitTree unit, long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  @Test
  void parametersAreFew() {
    List<String> tooMany =
        found(
            (unit, type, member, found) -> {
              if (member instanceof MethodTree method
                  && parameters(type, method) > MAX_PARAMETERS) {
                found.add(name(type, method));
              }
            });
    Set<String> wide = new TreeSet<>();
    found(
        (unit, type, member, found) -> {
          if (member == type && components(type) > MAX_PARAMETERS) {
            wide.add(type.getSimpleName().toString());
          }
        });

    assertThat(tooMany).as("methods of more than %d parameters", MAX_PARAMETERS).isEmpty();
    assertThat(wide).isEqualTo(WIDE_RECORDS);
  }

  /** None of a record's own constructor: they are its components. */
  private static long parameters(ClassTree type, MethodTree method) {
    boolean canonical =
        method.getName().contentEquals("<init>")
            && method.getParameters().size() == components(type);
    return canonical ? 0 : method.getParameters().size();
  }

  private static long components(ClassTree type) {
    if (type.getKind() != Tree.Kind.RECORD) {
      return 0;
    }
    return type.getMembers().stream()
        .filter(member -> member instanceof VariableTree)
        .filter(field -> !isStatic((VariableTree) field))
        .count();
  }

  private static boolean isStatic(VariableTree field) {
    return field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  @Test
  void everyTestMethodAsserts() {
    Assertions assertions = new Assertions(sources.units());
    List<String> idle =
        found(
            (unit, type, member, found) -> {
              if (member instanceof MethodTree method
                  && isTest(method)
                  && !assertions.isMadeBy(method, unit, type)) {
                found.add(name(type, method));
              }
            });

    assertThat(idle).as("tests without an assertion").isEmpty();
  }

  private static boolean isTest(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> TESTS.contains(annotation.getAnnotationType().toString()));
  }
}
