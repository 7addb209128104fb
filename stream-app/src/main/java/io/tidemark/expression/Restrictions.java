package io.tidemark.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.types.CelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What standard CEL allows and a definition may not use. */
final class Restrictions {
  private final CelAbstractSyntaxTree ast;
  private final List<ExpressionError> errors = new ArrayList<>();

  private Restrictions(CelAbstractSyntaxTree ast) {
    this.ast = ast;
  }

  static List<ExpressionError> violatedBy(CelAbstractSyntaxTree ast) {
    Restrictions restrictions = new Restrictions(ast);
    restrictions.visit(ast.getExpr(), false);
    return restrictions.errors;
  }

  private void visit(CelExpr expr, boolean insideMacro) {
    checkType(expr);
    switch (expr.getKind()) {
      case SELECT -> visit(expr.select().operand(), insideMacro);
      case CALL -> visitCall(expr, insideMacro);
      case LIST -> expr.list().elements().forEach(element -> visit(element, insideMacro));
      case MAP ->
          expr.map().entries().stream()
              .flatMap(entry -> Stream.of(entry.key(), entry.value()))
              .forEach(part -> visit(part, insideMacro));
      case STRUCT -> report(expr, "a record cannot be built", "");
      case COMPREHENSION -> visitMacro(expr, insideMacro);
      default -> {}
    }
  }

  private void checkType(CelExpr expr) {
    CelKind kind = ast.getTypeOrThrow(expr.id()).kind();
    if (kind == CelKind.UINT) {
      report(expr, "unsigned integers are not available", "write 1 instead of 1u");
    } else if (kind == CelKind.TYPE) {
      report(expr, "types are not values here", "");
    }
  }

  private void visitCall(CelExpr expr, boolean insideMacro) {
    List<CelExpr> operands = NodeCompiler.operands(expr);
    operands.forEach(operand -> visit(operand, insideMacro));
    boolean equality = expr.call().function().matches("_[!=]=_");
    if (equality && operands.stream().allMatch(this::isRecord)) {
      report(expr, "records cannot be compared", "compare their fields");
    }
  }

  private void visitMacro(CelExpr expr, boolean insideMacro) {
    if (insideMacro) {
      report(expr, "a macro cannot stand inside another", "one of all, exists, map or filter");
      return;
    }
    CelComprehension fold = expr.comprehension();
    Stream.of(
            fold.iterRange(), fold.accuInit(), fold.loopCondition(), fold.loopStep(), fold.result())
        .forEach(part -> visit(part, true));
  }

  private boolean isRecord(CelExpr expr) {
    return ast.getTypeOrThrow(expr.id()).kind() == CelKind.STRUCT;
  }

  private void report(CelExpr expr, String message, String hint) {
    Integer offset = ast.getSource().getPositionsMap().get(expr.id());
    CelSourceLocation at =
        ast.getSource()
            .getOffsetLocation(offset == null ? 0 : offset)
            .orElse(CelSourceLocation.of(1, 0));
    errors.add(new ExpressionError(at.getLine(), at.getColumn() + 1, message, hint));
  }
}
