package io.tidemark.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Rows of a file with one JSON object per line; lines of white space are left out. */
final class JsonLinesRows extends RowReader {
  private static final ObjectReader OBJECT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  private final TextInput text;
  private final BufferedReader lines;
  private String line;
  private String last;
  private long row;

  JsonLinesRows(InputStream content, FileForm form, ReadProgress progress) throws IOException {
    super(progress);
    this.text = new TextInput(content, form.charset());
    this.lines = new BufferedReader(text);
  }

  @Override
  public boolean hasNext() {
    try {
      while (line == null || line.isBlank()) {
        line = lines.readLine();
        if (line == null) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw RowException.endOfReading(
          row + 1, "the file cannot be read from here on (" + e.getMessage() + ").", e);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    last = line;
    line = null;
    row++;
    try {
      Map<String, Object> values = OBJECT.readValue(last);
      if (values != null) {
        return checked(new Row(row, values));
      }
    } catch (JsonProcessingException e) {
      throw notAnObject(plain(e.getOriginalMessage()));
    }
    throw notAnObject("it is null");
  }

  /** Without the parser's words to programmers. */
  private String plain(String message) {
    String line = last.strip();
    if (line.startsWith("[") || line.equals("{")) {
      return "one whole object on each line is wanted, as 'jq -c' writes it";
    }
    int advice = message.indexOf(": enable `");
    return advice < 0 ? message : message.substring(0, advice);
  }

  /** Escapes can make what bytes cannot: one half of a surrogate pair. */
  private Row checked(Row read) {
    if (text.isMalformed() || last.contains("\\ud") || last.contains("\\uD")) {
      requireText(read, text.charset());
    }
    return read;
  }

  private RowException notAnObject(String fault) {
    return RowException.of(
        row,
        "line is not a JSON object",
        "line "
            + RowException.quoted(last)
            + " is not a JSON object ("
            + fault
            + "). Write one object per line.",
        last);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public boolean isTyped() {
    return true;
  }

  @Override
  RejectedRows rejects(OutputStream out) throws IOException {
    Writer writer = new TextOutput(out, text);
    return new RejectedRows() {
      @Override
      public void add() throws IOException {
        writer.write(last + "\n");
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
