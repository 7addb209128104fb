package io.tidemark.replay;

import io.tidemark.bytes.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text made from a row, the same at every replay of the file.
 *
 * <ul>
 *   <li>{@code {row}}: the row's number, so that every row has an id of its own
 *   <li>{@code {hash}}: 32 hexadecimal digits over all values of the row, so that equal rows have
 *       equal ids and are recognised as duplicates
 *   <li>{@code {column}}: the value of a column
 * </ul>
 */
final class IdTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final int HASH_BYTES = 16;

  private final String template;

  IdTemplate(String template) {
    this.template = template;
  }

  /** The columns it needs. */
  List<String> columns() {
    List<String> columns = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(template);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!name.equals("row") && !name.equals("hash")) {
        columns.add(name);
      }
    }
    return columns;
  }

  String fill(Row row) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), row)));
  }

  private static String value(String name, Row row) {
    return switch (name) {
      case "row" -> Long.toString(row.number());
      case "hash" -> hash(row);
      default -> text(row.get(name));
    };
  }

  private static String hash(Row row) {
    MessageDigest digest = Sha256.digest();
    for (Map.Entry<String, Object> entry : row.values().entrySet()) {
      update(digest, entry.getKey());
      update(digest, text(entry.getValue()));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  private static String text(Object value) {
    return value == null ? "" : String.valueOf(PlainValues.jsonValue(value));
  }

  /** A terminator that UTF-8 never contains keeps "a","b" apart from "ab","". */
  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0xFF);
  }
}
