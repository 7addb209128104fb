package io.tidemark.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which methods assert something: by a call of an assertion library, by throwing an {@code
 * AssertionError}, or by calling a method that does. Calls are followed into the classes around a
 * method, those they extend, and those that are named: by a static import, by the call, or as the
 * type of what is called.
 */
final class Assertions {
  /** What ends a condition that is awaited: a time-out is an error. */
  private static final Set<String> AWAITED = Set.of("until", "untilAsserted");

  private final Map<String, List<Owned>> byClass = new HashMap<>();
  private final Map<String, String> extended = new HashMap<>();
  private final Map<CompilationUnitTree, Map<String, String>> types = new HashMap<>();

  private record Owned(MethodTree method, CompilationUnitTree unit, ClassTree type) {}

  Assertions(List<CompilationUnitTree> units) {
    units.stream()
        .filter(Assertions::isOfTests)
        .forEach(unit -> unit.accept(new Index(unit), null));
  }

  /** Calls are not followed into what is tested. */
  private static boolean isOfTests(CompilationUnitTree unit) {
    return unit.getSourceFile().getName().contains("/src/test/");
  }

  /** Whether a method of a class in a file asserts. */
  boolean isMadeBy(MethodTree method, CompilationUnitTree unit, ClassTree type) {
    return asserts(new Owned(method, unit, type), new HashSet<>());
  }

  private boolean asserts(Owned owned, Set<MethodTree> seen) {
    if (!seen.add(owned.method())) {
      return false;
    }
    Calls calls = new Calls(owned);
    owned.method().accept(calls, null);
    return calls.assertsItself || calls.called.stream().anyMatch(called -> asserts(called, seen));
  }

  private List<Owned> methods(String type, String name) {
    List<Owned> found = new ArrayList<>();
    for (String at = type; at != null && found.isEmpty(); at = extended.get(at)) {
      byClass.getOrDefault(at, List.of()).stream()
          .filter(owned -> owned.method().getName().contentEquals(name))
          .forEach(found::add);
    }
    return found;
  }

  private static String simpleName(Tree type) {
    if (type instanceof ParameterizedTypeTree parameterized) {
      return simpleName(parameterized.getType());
    }
    String name = String.valueOf(type);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Remembers the methods of every class, what it extends, and the types of variables. */
  private final class Index extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private ClassTree type;

    Index(CompilationUnitTree unit) {
      this.unit = unit;
      types.put(unit, new HashMap<>());
      unit.getImports().stream()
          .filter(imported -> imported.isStatic())
          .map(imported -> (MemberSelectTree) imported.getQualifiedIdentifier())
          .forEach(
              member ->
                  types
                      .get(unit)
                      .put(member.getIdentifier() + "()", simpleName(member.getExpression())));
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      ClassTree outer = type;
      type = tree;
      if (tree.getExtendsClause() != null) {
        extended.put(tree.getSimpleName().toString(), simpleName(tree.getExtendsClause()));
      }
      super.visitClass(tree, nothing);
      type = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      byClass
          .computeIfAbsent(type.getSimpleName().toString(), name -> new ArrayList<>())
          .add(new Owned(tree, unit, type));
      return super.visitMethod(tree, nothing);
    }

    @Override
    public Void visitVariable(VariableTree tree, Void nothing) {
      if (tree.getType() != null) {
        types.get(unit).put(tree.getName().toString(), simpleName(tree.getType()));
      }
      return super.visitVariable(tree, nothing);
    }
  }

  /** The calls within one method. */
  private final class Calls extends TreeScanner<Void, Void> {
    private final Owned caller;
    private final List<Owned> called = new ArrayList<>();
    private boolean assertsItself;

    Calls(Owned caller) {
      this.caller = caller;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
      ExpressionTree method = tree.getMethodSelect();
      if (method instanceof IdentifierTree identifier) {
        assertsItself |= identifier.getName().contentEquals("fail");
        call(identifier.getName().toString());
      } else if (method instanceof MemberSelectTree member) {
        call(member.getExpression(), member.getIdentifier().toString());
      }
      return super.visitMethodInvocation(tree, nothing);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
      call(tree.getQualifierExpression(), tree.getName().toString());
      return super.visitMemberReference(tree, nothing);
    }

    @Override
    public Void visitNewClass(NewClassTree tree, Void nothing) {
      assertsItself |= simpleName(tree.getIdentifier()).equals("AssertionError");
      called.addAll(methods(simpleName(tree.getIdentifier()), "<init>"));
      return super.visitNewClass(tree, nothing);
    }

    private void call(String name) {
      note(name);
      called.addAll(methods(caller.type().getSimpleName().toString(), name));
      called.addAll(methods(typeOf(name + "()"), name));
      caller.unit().getTypeDecls().forEach(outer -> called.addAll(methods(nameOf(outer), name)));
    }

    private void call(ExpressionTree on, String name) {
      note(name);
      assertsItself |= AWAITED.contains(name) && on.toString().startsWith("await()");
      called.addAll(methods(typeOf(on), name));
    }

    private void note(String name) {
      assertsItself |= name.startsWith("assert");
    }

    private String typeOf(ExpressionTree on) {
      if (on instanceof NewClassTree made) {
        return simpleName(made.getIdentifier());
      }
      String name = on.toString();
      return name.equals("this") || name.equals("super")
          ? caller.type().getSimpleName().toString()
          : byClass.containsKey(name) ? name : typeOf(name);
    }

    private String typeOf(String name) {
      return types.get(caller.unit()).get(name);
    }

    private static String nameOf(Tree outer) {
      return outer instanceof ClassTree type ? type.getSimpleName().toString() : "";
    }
  }
}
