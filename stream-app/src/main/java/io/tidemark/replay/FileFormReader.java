package io.tidemark.replay;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a {@link FileForm} from what flags or a mapping file say, in one notation. */
public final class FileFormReader {
  /** What can be said. */
  public static final Set<String> KEYS =
      Set.of("encoding", "delimiter", "quote", "header", "columns", "decimal", "thousands", "null");

  /** Spellings of the null of YAML, which it does not tell apart. */
  private static final List<String> YAML_NULLS = List.of("NULL", "null", "Null", "~");

  private final Map<String, ?> said;
  private final List<String> problems = new ArrayList<>();

  private FileFormReader(Map<String, ?> said) {
    this.said = said;
  }

  /**
   * Reads what is said.
   *
   * @param said by key, one of {@link #KEYS}; texts, of {@code columns} and {@code null} also lists
   * @throws MappingException with every problem found
   */
  public static FileForm read(Map<String, ?> said) {
    FileFormReader reader = new FileFormReader(said);
    FileForm form = reader.form();
    if (!reader.problems.isEmpty()) {
      throw new MappingException(reader.problems);
    }
    return form;
  }

  private FileForm form() {
    CsvForm csv =
        new CsvForm(
            delimiter(), quote(), header(), columns(), said.containsKey("null") ? nulls() : null);
    return new FileForm(encoding(), csv, new NumberForm(sign("decimal"), sign("thousands")));
  }

  /**
   * Checks what goes together, once everything is said.
   *
   * @throws MappingException with every problem found
   */
  public static FileForm checked(FileForm form) {
    List<String> problems = new ArrayList<>();
    CsvForm csv = form.csv();
    if (csv.columns() != null && csv.hasHeader()) {
      problems.add(
          "Invalid columns "
              + csv.columns()
              + ": must go with --no-header (header: false), as the file names its own.");
    }
    if (csv.delimiter() != null && csv.delimiter().equals(csv.quote())) {
      problems.add("Invalid quote '" + csv.quote() + "': must differ from the delimiter.");
    }
    NumberForm numbers = form.numbers();
    char point = numbers.decimal() == null ? '.' : numbers.decimal();
    if (numbers.thousands() != null && numbers.thousands() == point) {
      problems.add(
          "Invalid thousands '" + point + "': must differ from the sign before the fraction.");
    }
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    return form;
  }

  private Charset encoding() {
    String name = text("encoding");
    try {
      Charset charset = name == null ? null : Charset.forName(name.strip());
      // without a byte order mark it is the big end first; Java would write one into every text
      return StandardCharsets.UTF_16.equals(charset) ? StandardCharsets.UTF_16BE : charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return invalid("encoding", "must be one of Java, such as UTF-8, ISO-8859-1, windows-1252");
    }
  }

  private Character delimiter() {
    String text = text("delimiter");
    Character delimiter =
        "tab".equals(text) || "\\t".equals(text) ? (Character) '\t' : one("delimiter", text);
    return delimiter != null && "\r\n\0".indexOf(delimiter) >= 0
        ? invalid("delimiter", "must not end a line")
        : delimiter;
  }

  private Character quote() {
    String text = text("quote");
    return "none".equals(text) ? (Character) CsvForm.NONE : one("quote", text);
  }

  private Character one(String key, String text) {
    if (text == null) {
      return null;
    }
    boolean letter = text.length() == 1 && Character.isLetterOrDigit(text.charAt(0));
    return text.length() == 1 && !letter
        ? (Character) text.charAt(0)
        : invalid(key, "must be one character that is no letter or digit, or " + word(key));
  }

  private static String word(String key) {
    return key.equals("delimiter") ? "tab" : "none";
  }

  private Character sign(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    boolean sign = text.length() == 1 && "0123456789+-eE\"\r\n".indexOf(text.charAt(0)) < 0;
    return sign
        ? (Character) text.charAt(0)
        : invalid(key, "must be one character that numbers have for nothing else");
  }

  private Boolean header() {
    String text = text("header");
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        invalid("header", "must be true or false");
        yield null;
      }
    };
  }

  private List<String> columns() {
    List<String> columns = list("columns");
    if (columns != null && Set.copyOf(columns).size() != columns.size()) {
      invalid("columns", "must not name a column twice");
    }
    return columns;
  }

  private Set<String> nulls() {
    List<String> markers = list("null");
    return markers == null ? Set.copyOf(YAML_NULLS) : new LinkedHashSet<>(markers);
  }

  private List<String> list(String key) {
    Object value = said.get(key);
    if (value instanceof List<?> elements) {
      List<String> texts = new ArrayList<>();
      elements.forEach(
          element -> texts.addAll(element == null ? YAML_NULLS : List.of(element.toString())));
      return texts;
    }
    return value == null ? null : List.of(value.toString().split(",", -1));
  }

  private String text(String key) {
    Object value = said.get(key);
    return value == null ? null : value.toString();
  }

  /** Notes the problem, for which there is no value. */
  private <T> T invalid(String key, String rule) {
    problems.add("Invalid " + key + " '" + said.get(key) + "': " + rule + ".");
    return null;
  }
}
