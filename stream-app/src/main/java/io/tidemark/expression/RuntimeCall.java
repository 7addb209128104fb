package io.tidemark.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.tidemark.event.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A function without a node of its own, called through CEL's runtime: the one call as a program,
 * with its arguments as variables. Null arguments give null without a call.
 */
final class RuntimeCall implements Node {
  private final CelRuntime.Program program;
  private final List<String> names;
  private final List<Node> arguments;

  private RuntimeCall(CelRuntime.Program program, List<String> names, List<Node> arguments) {
    this.program = program;
    this.names = names;
    this.arguments = arguments;
  }

  /**
   * Links a checked call.
   *
   * @param arguments the target, if there is one, and the arguments, in this order
   */
  static Node link(
      CelRuntime runtime, CelAbstractSyntaxTree ast, CelExpr expr, List<Node> arguments) {
    Stub stub = new Stub(ast);
    CelAbstractSyntaxTree call = stub.of(expr);
    List<Node> variable = stub.positions.stream().map(arguments::get).toList();
    try {
      return new RuntimeCall(runtime.createProgram(call), List.copyOf(stub.names), variable);
    } catch (CelEvaluationException e) {
      throw new Failure(e.getMessage());
    }
  }

  @Override
  public Object eval(Fields fields) {
    Map<String, Object> values = new HashMap<>();
    boolean anyNull = false;
    for (int i = 0; i < names.size(); i++) {
      Object value = arguments.get(i).eval(fields);
      anyNull |= value == null;
      values.put(names.get(i), toCel(value));
    }
    return anyNull ? null : call(values);
  }

  private Object call(Map<String, Object> values) {
    try {
      return fromCel(program.eval(values));
    } catch (CelEvaluationException e) {
      throw new Failure(e.getMessage().replaceFirst("^evaluation error[^:]*:[^:]*: ", ""));
    }
  }

  private static Object toCel(Object value) {
    return value instanceof byte[] bytes ? CelByteString.of(bytes) : value;
  }

  private static Object fromCel(Object value) {
    return value instanceof CelByteString bytes ? bytes.toByteArray() : value;
  }

  /** Rewrites a call so that its arguments are variables; constants stay, for CEL to prepare. */
  private static final class Stub {
    private final CelAbstractSyntaxTree ast;
    private final Map<Long, CelReference> references = new HashMap<>();
    private final Map<Long, CelType> types = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private int position;

    Stub(CelAbstractSyntaxTree ast) {
      this.ast = ast;
    }

    CelAbstractSyntaxTree of(CelExpr expr) {
      CelCall call = expr.call();
      keep(expr);
      var target = call.target().map(this::variable);
      var arguments =
          call.args().stream().map(this::variable).collect(ImmutableList.toImmutableList());
      CelExpr stub = CelExpr.ofCall(expr.id(), target, call.function(), arguments);
      return CelAbstractSyntaxTree.newCheckedAst(stub, ast.getSource(), references, types);
    }

    private CelExpr variable(CelExpr argument) {
      int at = position++;
      types.put(argument.id(), ast.getTypeOrThrow(argument.id()));
      if (argument.exprKind().getKind() == ExprKind.Kind.CONSTANT) {
        return argument;
      }
      String name = "arg" + at;
      names.add(name);
      positions.add(at);
      references.put(argument.id(), CelReference.newBuilder().setName(name).build());
      return CelExpr.ofIdent(argument.id(), name);
    }

    private void keep(CelExpr expr) {
      types.put(expr.id(), ast.getTypeOrThrow(expr.id()));
      ast.getReference(expr.id()).ifPresent(reference -> references.put(expr.id(), reference));
    }
  }
}
