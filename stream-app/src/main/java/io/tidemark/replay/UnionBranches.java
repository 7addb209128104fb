package io.tidemark.replay;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Chooses the branch of a union that takes a value: the one of the declared type, else the first
 * that fits best and takes it. Thread-safe.
 *
 * @param type the declared type, or {@code null}
 */
record UnionBranches(ColumnType type) {
  /** Of no use for a value unless nothing else takes it. */
  private static final int LAST = 9;

  /** What {@code convert} makes of the value for the branch chosen. */
  Object choose(Object value, Schema union, Function<Schema, Object> convert) {
    List<Schema> types = union.getTypes();
    if (types.size() == 2 && union.isNullable()) {
      // of most unions, for each value: without a list of what is left
      return convert.apply(types.get(types.get(0).getType() == Schema.Type.NULL ? 1 : 0));
    }
    List<Schema> branches = types.stream().filter(b -> b.getType() != Schema.Type.NULL).toList();
    List<Schema> wanted =
        type == null ? bestFirst(value, branches) : branches.stream().filter(this::fits).toList();
    for (Schema branch : wanted) {
      try {
        return convert.apply(branch);
      } catch (IllegalArgumentException e) {
        continue; // another branch may take it; which rule of which one it broke says little
      }
    }
    throw new IllegalArgumentException("must be one of the types of " + names(branches));
  }

  private static List<String> names(List<Schema> branches) {
    return branches.stream()
        .map(
            branch ->
                branch.getLogicalType() == null
                    ? branch.getFullName()
                    : branch.getLogicalType().getName())
        .toList();
  }

  private boolean fits(Schema branch) {
    boolean plain = branch.getLogicalType() == null;
    return switch (type) {
      case BOOLEAN -> branch.getType() == Schema.Type.BOOLEAN;
      case LONG -> plain && isOneOf(branch, Schema.Type.LONG, Schema.Type.INT);
      case DOUBLE -> isOneOf(branch, Schema.Type.DOUBLE, Schema.Type.FLOAT);
      case DECIMAL -> ByteTarget.isDecimal(branch);
      case STRING -> plain && isOneOf(branch, Schema.Type.STRING, Schema.Type.ENUM);
      case TIMESTAMP -> TimeTarget.isTimestamp(branch);
      case DATE, TIME -> TimeTarget.isTime(branch) && !TimeTarget.isTimestamp(branch);
    };
  }

  private static List<Schema> bestFirst(Object value, List<Schema> branches) {
    return branches.stream().sorted(Comparator.comparingInt(b -> rank(value, b))).toList();
  }

  private static int rank(Object value, Schema branch) {
    if (value instanceof String) {
      return ofText(branch);
    }
    if (value instanceof Number) {
      return ofNumber(branch, NumberForm.isWhole(value));
    }
    if (value instanceof Boolean) {
      return branch.getType() == Schema.Type.BOOLEAN ? 0 : LAST;
    }
    if (value instanceof Map || value instanceof List) {
      return isOneOf(branch, Schema.Type.RECORD) ? 0 : 1;
    }
    return value instanceof ByteBuffer
        ? isOneOf(branch, Schema.Type.BYTES, Schema.Type.FIXED) ? 0 : LAST
        : ofTime(value, branch);
  }

  private static int ofText(Schema branch) {
    if (branch.getType() == Schema.Type.STRING) {
      return branch.getLogicalType() == null ? 0 : 1;
    }
    if (branch.getType() == Schema.Type.ENUM) {
      return 2;
    }
    boolean untold = branch.getLogicalType() == null;
    return untold && isOneOf(branch, Schema.Type.BYTES, Schema.Type.FIXED) ? LAST : 3;
  }

  private static int ofNumber(Schema branch, boolean whole) {
    if (ByteTarget.isDecimal(branch)) {
      return 4;
    }
    if (branch.getLogicalType() != null) {
      return LAST;
    }
    return switch (branch.getType()) {
      case LONG -> whole ? 0 : 3;
      case INT -> whole ? 1 : 3;
      case DOUBLE -> whole ? 3 : 0;
      case FLOAT -> whole ? 3 : 1;
      default -> LAST;
    };
  }

  private static int ofTime(Object value, Schema branch) {
    String name = branch.getLogicalType() == null ? "" : branch.getLogicalType().getName();
    boolean same =
        value instanceof Instant && name.startsWith("timestamp-")
            || value instanceof LocalDateTime && name.startsWith("local-timestamp-")
            || value instanceof LocalDate && name.equals("date")
            || value instanceof LocalTime && name.startsWith("time-");
    return same ? 0 : LAST;
  }

  private static boolean isOneOf(Schema branch, Schema.Type... types) {
    return List.of(types).contains(branch.getType());
  }
}
