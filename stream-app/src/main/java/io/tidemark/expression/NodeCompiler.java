package io.tidemark.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.runtime.CelRuntime;
import io.tidemark.event.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a checked tree into nodes. */
final class NodeCompiler {
  private final CelAbstractSyntaxTree ast;
  private final CelRuntime runtime;

  NodeCompiler(CelAbstractSyntaxTree ast, CelRuntime runtime) {
    this.ast = ast;
    this.runtime = runtime;
  }

  Node compile() {
    return node(ast.getExpr());
  }

  private Node node(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> constant(expr.constant());
      case IDENT -> field(expr.ident().name());
      case SELECT -> select(expr.select());
      case CALL -> call(expr);
      case LIST -> list(expr.list().elements());
      case MAP -> map(expr.map().entries());
      case COMPREHENSION -> comprehension(expr.comprehension());
      case STRUCT, NOT_SET -> throw new IllegalStateException("unchecked " + expr.getKind());
    };
  }

  private static Node constant(CelConstant constant) {
    Object value =
        switch (constant.getKind()) {
          case NULL_VALUE -> null;
          case BOOLEAN_VALUE -> constant.booleanValue();
          case INT64_VALUE -> constant.int64Value();
          case DOUBLE_VALUE -> constant.doubleValue();
          case STRING_VALUE -> constant.stringValue();
          case BYTES_VALUE -> constant.bytesValue().toByteArray();
          default -> throw new IllegalStateException("unchecked " + constant.getKind());
        };
    return fields -> value;
  }

  private static Node field(String name) {
    return fields -> fields.get(name);
  }

  private Node select(CelSelect select) {
    Node owner = node(select.operand());
    String name = select.field();
    return select.testOnly()
        ? fields -> Containers.has(owner.eval(fields), name)
        : fields -> Containers.member(owner.eval(fields), name);
  }

  private Node call(CelExpr expr) {
    List<CelExpr> operands = operands(expr);
    List<Node> nodes = operands.stream().map(this::node).toList();
    return ownNode(expr, operands, nodes)
        .orElseGet(() -> RuntimeCall.link(runtime, ast, expr, nodes));
  }

  private Optional<Node> ownNode(CelExpr expr, List<CelExpr> operands, List<Node> nodes) {
    String function = expr.call().function();
    return switch (nodes.size()) {
      case 1 -> Operators.unary(function, kind(operands.get(0)), nodes.get(0));
      case 2 -> Operators.binary(function, nodes.get(0), nodes.get(1));
      case 3 -> function.equals("_?_:_") ? Optional.of(conditional(expr, nodes)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Node conditional(CelExpr expr, List<Node> nodes) {
    Node then = nodes.get(1);
    Node otherwise = nodes.get(2);
    // CEL alone would never mix the two; the declared type is double, so the value must be
    boolean widened = kind(expr) == CelKind.DOUBLE;
    return Logic.conditional(
        nodes.get(0),
        widened ? Operators.widen(then) : then,
        widened ? Operators.widen(otherwise) : otherwise);
  }

  private Node list(List<CelExpr> elements) {
    List<Node> nodes = elements.stream().map(this::node).toList();
    boolean constant = elements.stream().allMatch(e -> e.getKind() == ExprKind.Kind.CONSTANT);
    Node list = fields -> values(nodes, fields);
    return constant ? fixed(list) : list;
  }

  private static Node fixed(Node node) {
    Object value = node.eval(name -> null);
    return fields -> value;
  }

  private static List<Object> values(List<Node> nodes, Fields fields) {
    List<Object> values = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      values.add(node.eval(fields));
    }
    return values;
  }

  private Node map(List<CelMap.Entry> entries) {
    List<Node> keys = entries.stream().map(entry -> node(entry.key())).toList();
    List<Node> values = entries.stream().map(entry -> node(entry.value())).toList();
    return fields -> {
      Map<Object, Object> map = new HashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        put(map, keys.get(i).eval(fields), values.get(i).eval(fields));
      }
      return map;
    };
  }

  private static void put(Map<Object, Object> map, Object key, Object value) {
    if (key == null || map.containsKey(key)) {
      throw new Failure((key == null ? "null" : "duplicate") + " map key " + key);
    }
    map.put(key, value);
  }

  private Node comprehension(CelComprehension fold) {
    return new Comprehension(
        fold.iterVar(),
        fold.accuVar(),
        node(fold.iterRange()),
        node(fold.accuInit()),
        node(fold.loopCondition()),
        node(fold.loopStep()),
        node(fold.result()));
  }

  private CelKind kind(CelExpr expr) {
    CelType type = ast.getTypeOrThrow(expr.id());
    return (type instanceof NullableType wrapper ? wrapper.targetType() : type).kind();
  }

  /** The operands of a call: its target, if there is one, and its arguments. */
  static List<CelExpr> operands(CelExpr expr) {
    List<CelExpr> operands = new ArrayList<>();
    expr.call().target().ifPresent(operands::add);
    operands.addAll(expr.call().args());
    return operands;
  }
}
