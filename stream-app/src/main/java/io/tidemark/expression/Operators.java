package io.tidemark.expression;

import dev.cel.common.types.CelKind;
import io.tidemark.expression.Comparison.Order;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** The operators and functions that have a node of their own, by CEL's names. */
final class Operators {
  private Operators() {}

  static Optional<Node> unary(String function, CelKind operandKind, Node operand) {
    return Optional.ofNullable(
        switch (function) {
          case "!_" -> Logic.not(operand);
          case "@not_strictly_false" -> Logic.notStrictlyFalse(operand);
          case "dyn" -> operand;
          case "-_" -> strict(operand, Arithmetic::negate);
          case "size" -> strict(operand, Containers::size);
          case "double" -> isNumber(operandKind) ? widen(operand) : null;
          case "int" -> isNumber(operandKind) ? strict(operand, Operators::truncate) : null;
          case "string" -> operandKind == CelKind.INT ? strict(operand, Object::toString) : null;
          default -> null;
        });
  }

  static Optional<Node> binary(String function, Node left, Node right) {
    return Optional.ofNullable(
        switch (function) {
          case "_&&_" -> Logic.and(left, right);
          case "_||_" -> Logic.or(left, right);
          case "_==_" -> fields -> Comparison.equal(left.eval(fields), right.eval(fields));
          case "_!=_" -> fields -> !Comparison.equal(left.eval(fields), right.eval(fields));
          case "@in" -> fields -> Containers.in(left.eval(fields), right.eval(fields));
          default -> {
            BinaryOperator<Object> operator = strictOperator(function);
            yield operator == null ? null : strict(left, right, operator);
          }
        });
  }

  private static BinaryOperator<Object> strictOperator(String function) {
    return switch (function) {
      case "_+_" -> Arithmetic::add;
      case "_-_" -> Arithmetic::subtract;
      case "_*_" -> Arithmetic::multiply;
      case "_/_" -> Arithmetic::divide;
      case "_%_" -> Arithmetic::modulo;
      case "_<_" -> Order.LESS::test;
      case "_<=_" -> Order.LESS_EQUALS::test;
      case "_>_" -> Order.GREATER::test;
      case "_>=_" -> Order.GREATER_EQUALS::test;
      case "_[_]" -> Containers::index;
      case "startsWith" -> (text, part) -> text(text).startsWith(text(part));
      case "endsWith" -> (text, part) -> text(text).endsWith(text(part));
      case "contains" -> (text, part) -> text(text).contains(text(part));
      default -> null;
    };
  }

  /** Widens an int to double. */
  static Node widen(Node operand) {
    return strict(operand, value -> number(value).doubleValue());
  }

  private static boolean isNumber(CelKind kind) {
    return kind == CelKind.INT || kind == CelKind.DOUBLE;
  }

  /** Towards zero; outside (-2^63, 2^63) there is no such int. */
  private static Object truncate(Object value) {
    if (value instanceof Double x && !(Math.abs(x) < 0x1p63)) {
      throw new Failure("int(" + x + ") is out of range");
    }
    return number(value).longValue();
  }

  private static Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw Failure.noOverload("conversion to a number", value);
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw Failure.noOverload("string function", value);
  }

  private static Node strict(Node operand, UnaryOperator<Object> operator) {
    return fields -> {
      Object value = operand.eval(fields);
      try {
        return value == null ? null : operator.apply(value);
      } catch (ArithmeticException | DateTimeException e) {
        throw new Failure(e.getMessage());
      }
    };
  }

  private static Node strict(Node left, Node right, BinaryOperator<Object> operator) {
    return fields -> {
      Object a = left.eval(fields);
      Object b = right.eval(fields);
      if (a == null || b == null) {
        return null;
      }
      try {
        return operator.apply(a, b);
      } catch (ArithmeticException | DateTimeException e) {
        throw new Failure(e.getMessage());
      }
    };
  }
}
