package io.tidemark.testkit.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Values by the core schema of YAML 1.2: {@code 12} is a whole number, {@code 1.5} a real one,
 * {@code true}, {@code null}; {@code no}, {@code 010} and dates are text, as is all that is quoted.
 */
final class CaseScalar {
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}|-?9223372036854775808");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.\\d+|\\d+(\\.\\d*)?)([eE][-+]?\\d+)?");

  private CaseScalar() {}

  /** A single value as it is written; the empty text for anything else. */
  static String shown(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Whether it is this word, not quoted. */
  static boolean isWord(Node node, String word) {
    return node instanceof ScalarNode scalar && isPlain(scalar) && scalar.getValue().equals(word);
  }

  private static boolean isPlain(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }

  /** The value: Long, Double, Boolean, String, null, or a list or map of them. */
  static Object value(Node node) {
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      sequence.getValue().forEach(element -> list.add(value(element)));
      return list;
    }
    if (node instanceof MappingNode mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      mapping.getValue().forEach(e -> map.put(shown(e.getKeyNode()), value(e.getValueNode())));
      return map;
    }
    ScalarNode scalar = (ScalarNode) node;
    return isPlain(scalar) ? plain(scalar.getValue()) : scalar.getValue();
  }

  private static Object plain(String text) {
    return switch (text) {
      case "", "~", "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    boolean octalLooking = text.length() > 1 && text.charAt(0) == '0' && text.charAt(1) != '.';
    if (octalLooking) {
      return text;
    }
    if (WHOLE.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    return REAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
  }
}
