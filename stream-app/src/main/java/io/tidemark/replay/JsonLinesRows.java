package io.tidemark.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Rows of a file with one JSON object per line; lines of white space are left out. */
final class JsonLinesRows extends RowReader {
  private static final ObjectReader OBJECT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  private final BufferedReader lines;
  private String line;
  private long row;

  JsonLinesRows(InputStream content, ReadProgress progress) {
    super(progress);
    this.lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
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
      throw RowException.endOfReading(row + 1, "the file cannot be read (" + e + ").", e);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String text = line;
    line = null;
    row++;
    try {
      Map<String, Object> values = OBJECT.readValue(text);
      if (values != null) {
        return new Row(row, values);
      }
    } catch (JsonProcessingException e) {
      throw notAnObject(text, e.getOriginalMessage());
    }
    throw notAnObject(text, "it is null");
  }

  private RowException notAnObject(String text, String fault) {
    return RowException.of(
        row,
        "line "
            + RowException.quoted(text)
            + " is not a JSON object ("
            + fault
            + "). Write one object per line.",
        text);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
