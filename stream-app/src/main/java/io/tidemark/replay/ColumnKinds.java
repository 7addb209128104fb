package io.tidemark.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of files without types hold numbers: those in which every value is one as JSON
 * writes it. So {@code 007} makes a column one of texts, whose zeros count. Not thread-safe.
 */
public final class ColumnKinds {
  private final FileForm form;
  private final Map<String, Boolean> said;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * Kinds of which nothing has been read yet.
   *
   * @param form how numbers are written
   * @param said by column, whether it is of numbers, whatever it holds
   */
  public ColumnKinds(FileForm form, Map<String, Boolean> said) {
    this.form = form;
    this.said = Map.copyOf(said);
  }

  /** Looks at every row of a file that can be read; what cannot is dealt with by who reads it. */
  public void look(RowReader rows) {
    boolean more = true;
    while (more) {
      more = lookAtNext(rows);
    }
  }

  private boolean lookAtNext(RowReader rows) {
    try {
      boolean more = rows.hasNext();
      if (more) {
        look(rows.next());
      }
      return more;
    } catch (RowException e) {
      return e.skippable();
    }
  }

  private void look(Row row) {
    row.values()
        .forEach(
            (column, value) -> {
              if (value instanceof String text
                  && !texts.containsKey(column)
                  && !form.isNumber(text)) {
                texts.put(column, text);
              }
            });
  }

  /** The first value that makes a column one of texts; none where it holds numbers alone. */
  public Optional<String> textOf(String column) {
    return Optional.ofNullable(texts.get(column));
  }

  /** The columns of a row, numbers in those that hold numbers. */
  public Map<String, Object> typed(Map<String, Object> columns) {
    Map<String, Object> typed = new LinkedHashMap<>();
    columns.forEach((column, value) -> typed.put(column, typed(column, value)));
    return typed;
  }

  private Object typed(String column, Object value) {
    boolean number = said.getOrDefault(column, !texts.containsKey(column));
    if (!number || !(value instanceof String text)) {
      return value;
    }
    Double read = form.number(text);
    return read == null ? text : read;
  }
}
