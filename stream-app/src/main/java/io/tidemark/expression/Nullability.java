package io.tidemark.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.util.Optional;

/**
 * Whether an expression can be null. Errs towards yes: elements of lists and maps and whatever a
 * macro computes count as nullable.
 */
final class Nullability {
  private final RecordType schema;

  Nullability(RecordType schema) {
    this.schema = schema;
  }

  boolean of(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> expr.constant().getKind() == CelConstant.Kind.NULL_VALUE;
      case IDENT -> field(expr).map(Nullability::admitsNull).orElse(true);
      case SELECT -> !expr.select().testOnly() && ofMember(expr);
      case CALL -> ofCall(expr);
      case LIST, MAP -> false;
      default -> true;
    };
  }

  private boolean ofMember(CelExpr expr) {
    return of(expr.select().operand()) || field(expr).map(Nullability::admitsNull).orElse(true);
  }

  private boolean ofCall(CelExpr expr) {
    return switch (expr.call().function()) {
      case "_==_", "_!=_", "@not_strictly_false" -> false;
      case "@in" -> of(expr.call().args().get(1));
      case "_[_]" -> true;
      default -> NodeCompiler.operands(expr).stream().anyMatch(this::of);
    };
  }

  private static boolean admitsNull(FieldType type) {
    return type.nullable() || type.kind() == Kind.DYNAMIC;
  }

  /** The field an identifier or a chain of selections names, if it names one. */
  Optional<FieldType> field(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> Optional.ofNullable(schema.fields().get(expr.ident().name()));
      case SELECT ->
          field(expr.select().operand()).map(owner -> owner.fields().get(expr.select().field()));
      default -> Optional.empty();
    };
  }
}
