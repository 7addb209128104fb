package io.tidemark.expression;

import io.tidemark.event.FieldType.Kind;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws well-typed expressions over {@link SampleRecord}. */
final class RandomExpression {
  private final RandomGenerator random;

  RandomExpression(RandomGenerator random) {
    this.random = random;
  }

  String draw(Kind kind, int depth) {
    if (depth == 0) {
      return leaf(kind);
    }
    return switch (kind) {
      case BOOL -> bool(depth - 1);
      case INT -> integer(depth - 1);
      case DOUBLE -> real(depth - 1);
      case STRING -> string(depth - 1);
      default -> leaf(kind);
    };
  }

  private String leaf(Kind kind) {
    return pick(
        switch (kind) {
          case BOOL -> List.of("paid", "gift", "true", "false", "shipped_at > ordered_at");
          case INT -> List.of("quantity", "stock", "0", "1", "7", "-3", "9223372036854775807");
          case DOUBLE -> List.of("unit_price", "discount", "0.0", "1.5", "-2.25", "1e18");
          case STRING -> List.of("item", "note", "''", "'a'", "'ab'", "type");
          case TIMESTAMP -> List.of("ordered_at", "shipped_at");
          case LIST -> List.of("tags", "['a', 'ab']", "[item, note]");
          default -> throw new IllegalArgumentException(kind.name());
        });
  }

  private String bool(int depth) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> "(" + draw(Kind.BOOL, depth) + " && " + draw(Kind.BOOL, depth) + ")";
      case 2, 3 -> "(" + draw(Kind.BOOL, depth) + " || " + draw(Kind.BOOL, depth) + ")";
      case 4 -> "!(" + draw(Kind.BOOL, depth) + ")";
      case 5, 6 -> "(" + number(depth) + " " + order() + " " + number(depth) + ")";
      case 7 ->
          "(" + draw(Kind.STRING, depth) + " " + order() + " " + draw(Kind.STRING, depth) + ")";
      case 8 -> "(" + draw(Kind.STRING, depth) + test() + "(" + draw(Kind.STRING, depth) + "))";
      default -> rare(depth);
    };
  }

  private String rare(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> "(" + draw(Kind.STRING, depth) + " in " + draw(Kind.LIST, depth) + ")";
      case 1 -> pick(List.of("note", "stock", "discount", "shipped_at")) + " == null";
      case 2 -> "tags.exists(t, t == " + draw(Kind.STRING, 0) + ")";
      case 3 -> "(" + leaf(Kind.TIMESTAMP) + " " + order() + " " + leaf(Kind.TIMESTAMP) + ")";
      default -> conditional(Kind.BOOL, depth);
    };
  }

  private String integer(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> "size(" + draw(Kind.STRING, depth) + ")";
      case 1 -> "int(" + draw(Kind.DOUBLE, depth) + ")";
      case 2 -> conditional(Kind.INT, depth);
      case 3 -> "-(" + draw(Kind.INT, depth) + ")";
      default -> binary(Kind.INT, List.of(" + ", " - ", " * ", " / ", " % "), Kind.INT, depth);
    };
  }

  private String real(int depth) {
    return switch (random.nextInt(7)) {
      case 0 -> "double(" + draw(Kind.INT, depth) + ")";
      case 1 -> conditional(Kind.DOUBLE, depth);
      case 2 -> binary(Kind.INT, List.of(" + ", " - ", " * ", " / "), Kind.DOUBLE, depth);
      case 3 -> binary(Kind.DOUBLE, List.of(" + ", " - ", " * ", " / "), Kind.INT, depth);
      default -> binary(Kind.DOUBLE, List.of(" + ", " - ", " * ", " / "), Kind.DOUBLE, depth);
    };
  }

  private String string(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> "string(" + draw(Kind.INT, depth) + ")";
      case 1 -> conditional(Kind.STRING, depth);
      case 2 -> draw(Kind.STRING, depth) + ".upperAscii()";
      default -> binary(Kind.STRING, List.of(" + "), Kind.STRING, depth);
    };
  }

  private String conditional(Kind kind, int depth) {
    return "("
        + draw(Kind.BOOL, depth)
        + " ? "
        + draw(kind, depth)
        + " : "
        + draw(kind, depth)
        + ")";
  }

  private String binary(Kind left, List<String> operators, Kind right, int depth) {
    return "(" + draw(left, depth) + pick(operators) + draw(right, depth) + ")";
  }

  private String number(int depth) {
    return draw(random.nextBoolean() ? Kind.INT : Kind.DOUBLE, depth);
  }

  private String order() {
    return pick(List.of("<", "<=", ">", ">=", "==", "!="));
  }

  private String test() {
    return pick(List.of(".startsWith", ".endsWith", ".contains"));
  }

  private String pick(List<String> options) {
    return options.get(random.nextInt(options.size()));
  }
}
