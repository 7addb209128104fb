package io.tidemark.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a condition says of which fields are null. */
final class NullTests {
  private NullTests() {}

  /** A field or a chain of selections by its text; empty for anything else. */
  static Optional<String> name(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> Optional.of(expr.ident().name());
      case SELECT ->
          expr.select().testOnly()
              ? Optional.empty()
              : name(expr.select().operand()).map(owner -> owner + "." + expr.select().field());
      default -> Optional.empty();
    };
  }

  /** The names of what cannot be null where the condition came to an outcome. */
  static Set<String> passedWhere(CelExpr condition, boolean outcome) {
    Set<String> passed = new HashSet<>();
    collect(condition, outcome, passed);
    return passed;
  }

  private static void collect(CelExpr condition, boolean outcome, Set<String> passed) {
    if (condition.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return;
    }
    List<CelExpr> args = condition.call().args();
    switch (condition.call().function()) {
      case "_!=_" -> test(args, outcome, passed);
      case "_==_" -> test(args, !outcome, passed);
      case "!_" -> collect(args.get(0), !outcome, passed);
      case "_&&_" -> all(args, outcome, true, passed);
      case "_||_" -> all(args, outcome, false, passed);
      case "_<_", "_<=_", "_>_", "_>=_" -> args.forEach(arg -> name(arg).ifPresent(passed::add));
      default -> {}
    }
  }

  /** Both sides of a conjunction that is true are true; of a disjunction that is false, false. */
  private static void all(List<CelExpr> args, boolean outcome, boolean when, Set<String> passed) {
    if (outcome == when) {
      args.forEach(arg -> collect(arg, outcome, passed));
    }
  }

  private static void test(List<CelExpr> args, boolean unequal, Set<String> passed) {
    for (int i = 0; i < 2; i++) {
      if (unequal && isNull(args.get(1 - i))) {
        name(args.get(i)).ifPresent(passed::add);
      }
    }
  }

  private static boolean isNull(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.NULL_VALUE;
  }
}
