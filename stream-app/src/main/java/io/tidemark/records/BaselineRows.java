package io.tidemark.records;

import io.tidemark.avro.PredictionLog;
import io.tidemark.monitoring.drift.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Rows of a baseline as the stream counts them, so that identical data gives identical bins: raw
 * features by name, score and decision beside them.
 */
public final class BaselineRows {
  private static final String SCORE = "model_score";
  private static final String DECISION = "model_decision";
  private static final String FEATURES = "raw_features";

  private BaselineRows() {}

  /**
   * A row whose columns are raw features, but for {@code model_score} and {@code model_decision}.
   */
  public static Map<String, Object> ofColumns(Map<String, Object> columns) {
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach((name, value) -> row.put(name(name), typed(value)));
    return row;
  }

  /** A row mapped to a {@link PredictionLog}. */
  public static Map<String, Object> ofPrediction(GenericRecord log) {
    Map<String, Object> row = new LinkedHashMap<>();
    if (log.get(FEATURES) instanceof Map<?, ?> features) {
      features.forEach((name, value) -> row.put(name.toString(), plain(value)));
    }
    putIfPresent(row, Series.SCORE, log.get(SCORE));
    putIfPresent(row, Series.DECISION, log.get(DECISION));
    return row;
  }

  private static void putIfPresent(Map<String, Object> row, String name, Object value) {
    if (value != null) {
      row.put(name, plain(value));
    }
  }

  private static String name(String column) {
    return switch (column) {
      case SCORE -> Series.SCORE;
      case DECISION -> Series.DECISION;
      default -> column;
    };
  }

  /** Columns of a CSV file are text: what reads as a number is one, and nothing is missing. */
  private static Object typed(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static Object plain(Object value) {
    return value instanceof CharSequence text ? text.toString() : value;
  }
}
