package io.tidemark.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an expression can be null. Errs towards yes: elements of lists and maps and whatever a
 * macro computes count as nullable. What a condition has tested for null counts as tested: {@code x
 * == null ? 0.0 : x} is never null.
 */
final class Nullability {
  private final RecordType schema;

  Nullability(RecordType schema) {
    this.schema = schema;
  }

  boolean of(CelExpr expr) {
    return of(expr, Set.of());
  }

  /** The same where all of what is given has been found true. */
  boolean of(CelExpr expr, List<CelExpr> given) {
    Set<String> known = new HashSet<>();
    given.forEach(condition -> known.addAll(NullTests.passedWhere(condition, true)));
    return of(expr, known);
  }

  /**
   * @param known what is not null, as {@link NullTests} names it
   */
  private boolean of(CelExpr expr, Set<String> known) {
    if (NullTests.name(expr).filter(known::contains).isPresent()) {
      return false;
    }
    return switch (expr.getKind()) {
      case CONSTANT -> expr.constant().getKind() == CelConstant.Kind.NULL_VALUE;
      case IDENT -> field(expr).map(Nullability::admitsNull).orElse(true);
      case SELECT -> !expr.select().testOnly() && ofMember(expr, known);
      case CALL -> ofCall(expr, known);
      case LIST, MAP -> false;
      default -> true;
    };
  }

  private boolean ofMember(CelExpr expr, Set<String> known) {
    return of(expr.select().operand(), known)
        || field(expr).map(Nullability::admitsNull).orElse(true);
  }

  private boolean ofCall(CelExpr expr, Set<String> known) {
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "_==_", "_!=_", "@not_strictly_false" -> false;
      case "@in" -> of(args.get(1), known);
      case "_[_]" -> true;
      case "_&&_" -> of(args.get(0), known) || of(args.get(1), with(known, args.get(0), true));
      case "_||_" -> of(args.get(0), known) || of(args.get(1), with(known, args.get(0), false));
      case "_?_:_" ->
          of(args.get(0), known)
              || of(args.get(1), with(known, args.get(0), true))
              || of(args.get(2), with(known, args.get(0), false));
      default -> NodeCompiler.operands(expr).stream().anyMatch(operand -> of(operand, known));
    };
  }

  private static Set<String> with(Set<String> known, CelExpr condition, boolean outcome) {
    Set<String> more = new HashSet<>(known);
    more.addAll(NullTests.passedWhere(condition, outcome));
    return more;
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
