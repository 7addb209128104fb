package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.math.BigDecimal;

/**
 * One number, boolean or string in a cell: a tag and the bits; a string is the cell's reference.
 * The bytes tell the type, so that a schema that widens a field keeps its state.
 */
final class Scalar {
  static final int WORDS = 2;

  private static final long EMPTY = 0;
  private static final long BOOLEAN = 1;
  private static final long LONG = 2;
  private static final long DOUBLE = 3;
  private static final long STRING = 4;

  /** Heads in the encoding; {@link CompactNumber} takes the heads below. */
  private static final int HEAD_LONG = CompactNumber.HEADS;

  private static final int HEAD_FALSE = HEAD_LONG + 1;
  private static final int HEAD_TRUE = HEAD_LONG + 2;
  private static final int HEAD_STRING = HEAD_LONG + 3;
  private static final int HEAD_EMPTY = HEAD_LONG + 4;

  private Scalar() {}

  /** The kind of a stored value for inputs of a kind: an instant is stored as milliseconds. */
  static Kind kind(Kind input) {
    return input == Kind.TIMESTAMP ? Kind.INT : input;
  }

  static boolean isEmpty(Cell cell, int at) {
    return cell.word(at) == EMPTY;
  }

  static void set(Cell cell, int at, Object value) {
    if (value instanceof Double number) {
      set(cell, at, DOUBLE, Double.doubleToRawLongBits(number), null);
    } else if (value instanceof Long number) {
      set(cell, at, LONG, number, null);
    } else if (value instanceof Boolean flag) {
      set(cell, at, BOOLEAN, flag ? 1 : 0, null);
    } else {
      set(cell, at, STRING, 0, value);
    }
  }

  static void copy(Cell into, Cell from, int at) {
    Object ref = from.word(at) == STRING ? from.ref() : null;
    set(into, at, from.word(at), from.word(at + 1), ref);
  }

  private static void set(Cell cell, int at, long tag, long bits, Object ref) {
    // An aggregation of numbers keeps no reference, so touch it only where a string is or was.
    if (ref != null || cell.word(at) == STRING) {
      cell.ref(ref);
    }
    cell.word(at, tag);
    cell.word(at + 1, bits);
  }

  /**
   * The value, or {@code null} when empty; a whole number among inputs of kind double is a double.
   */
  static Object get(Cell cell, int at, Kind input) {
    return as(get(cell, at), input);
  }

  /** The value as one among inputs of a kind: a whole number among doubles is a double. */
  static Object as(Object value, Kind input) {
    return input == Kind.DOUBLE && value instanceof Long number
        ? (Object) number.doubleValue()
        : value;
  }

  private static Object get(Cell cell, int at) {
    long bits = cell.word(at + 1);
    long tag = cell.word(at);
    if (tag == DOUBLE) {
      return Double.longBitsToDouble(bits);
    }
    if (tag == LONG) {
      return bits;
    }
    if (tag == BOOLEAN) {
      return bits != 0;
    }
    return tag == STRING ? cell.ref() : null;
  }

  /**
   * A total order: false, true, numbers by their exact value, strings by code unit. A whole number
   * comes before the equal double.
   */
  static int compare(Object value, Cell cell, int at) {
    if (value instanceof Double number && cell.word(at) == DOUBLE) {
      return Double.compare(number, cell.number(at + 1));
    }
    return compare(value, get(cell, at));
  }

  static int compare(Cell a, Cell b, int at) {
    if (a.word(at) == DOUBLE && b.word(at) == DOUBLE) {
      return Double.compare(a.number(at + 1), b.number(at + 1));
    }
    return compare(get(a, at), get(b, at));
  }

  static int compare(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return Double.compare(x, y);
    }
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      int order = exact(x).compareTo(exact(y));
      return order != 0 ? order : Boolean.compare(x instanceof Double, y instanceof Double);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Boolean.compare(x, y);
    }
    return Integer.compare(rank(a), rank(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  private static int rank(Object value) {
    if (value instanceof Boolean) {
      return 0;
    }
    return value instanceof Number ? 1 : 2;
  }

  static void encode(Cell cell, int at, ByteWriter out) {
    if (cell.word(at) == DOUBLE) {
      CompactNumber.encode(cell.number(at + 1), out);
    } else {
      encode(get(cell, at), out);
    }
  }

  /** Writes a value; {@code null} is "empty". */
  static void encode(Object value, ByteWriter out) {
    if (value instanceof Double number) {
      CompactNumber.encode(number, out);
    } else if (value instanceof Long number) {
      out.octet(HEAD_LONG);
      out.signed(number);
    } else if (value instanceof String text) {
      out.octet(HEAD_STRING);
      out.text(text);
    } else if (value instanceof Boolean flag) {
      out.octet(flag ? HEAD_TRUE : HEAD_FALSE);
    } else {
      out.octet(HEAD_EMPTY);
    }
  }

  static void decode(Cell cell, int at, ByteReader in) {
    Object value = decode(in);
    if (value instanceof String && !cell.hasRef()) {
      throw in.damaged("text in an aggregate of numbers");
    }
    if (value != null) {
      set(cell, at, value);
    }
  }

  /** The value that was written, or {@code null} for "empty". */
  static Object decode(ByteReader in) {
    int head = in.octet();
    if (head < CompactNumber.HEADS) {
      return CompactNumber.decode(head, in);
    }
    return switch (head) {
      case HEAD_LONG -> (Object) in.signed();
      case HEAD_STRING -> in.text();
      case HEAD_FALSE, HEAD_TRUE -> head == HEAD_TRUE;
      case HEAD_EMPTY -> null;
      default -> throw in.damaged("unknown scalar head " + head);
    };
  }
}
