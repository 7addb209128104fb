package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The binary form of {@link Facts}: their number, and of each its name, its kind and its value. Not
 * thread-safe, since names are written once per entry.
 */
final class FactsCodec {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int WHOLE = 3;
  private static final int REAL = 4;
  private static final int TEXT = 5;
  private static final int TIME = 6;
  private static final int TEXTS = 7;

  private final RepeatedTexts names;

  FactsCodec(RepeatedTexts names) {
    this.names = names;
  }

  void write(Facts facts, ByteWriter out) {
    out.unsigned(facts.values().size());
    facts
        .values()
        .forEach(
            (name, value) -> {
              names.write(name, out);
              write(value, out);
            });
  }

  private void write(Object value, ByteWriter out) {
    if (value == null) {
      out.octet(NULL);
    } else if (value instanceof Boolean truth) {
      out.octet(truth ? TRUE : FALSE);
    } else if (value instanceof Long whole) {
      out.octet(WHOLE).signed(whole);
    } else if (value instanceof Double real) {
      out.octet(REAL).real(real);
    } else if (value instanceof Instant time) {
      out.octet(TIME).signed(time.toEpochMilli());
    } else if (value instanceof Map<?, ?> texts) {
      out.octet(TEXTS).unsigned(texts.size());
      new TreeMap<>(texts)
          .forEach((name, text) -> out.text(name.toString()).text(String.valueOf(text)));
    } else {
      out.octet(TEXT).text(value.toString());
    }
  }

  Facts read(ByteReader in) {
    SortedMap<String, Object> values = new TreeMap<>();
    for (int left = in.count(); left > 0; left--) {
      values.put(names.read(in), value(in));
    }
    return new Facts(values);
  }

  private static Object value(ByteReader in) {
    int kind = in.octet();
    return switch (kind) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case WHOLE -> in.signed();
      case REAL -> in.real();
      case TEXT -> in.text();
      case TIME -> time(in);
      case TEXTS -> texts(in);
      default -> throw in.damaged("unknown kind of value " + kind);
    };
  }

  private static Instant time(ByteReader in) {
    try {
      return Instant.ofEpochMilli(in.signed());
    } catch (DateTimeException e) {
      throw in.damaged("a time that cannot be");
    }
  }

  private static Map<String, String> texts(ByteReader in) {
    Map<String, String> texts = new TreeMap<>();
    for (int left = in.count(); left > 0; left--) {
      texts.put(in.text(), in.text());
    }
    return texts;
  }
}
