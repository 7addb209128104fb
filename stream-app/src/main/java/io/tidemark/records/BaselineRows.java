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
   * A row whose columns are raw features, but for {@code model_score} and {@code model_decision};
   * or one of a {@link PredictionLog} as a file holds it, whose {@code raw_features} is an object.
   */
  public static Map<String, Object> ofColumns(Map<String, Object> columns) {
    if (columns.get(FEATURES) instanceof Map<?, ?> features) {
      return of(features, columns.get(SCORE), columns.get(DECISION));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach((name, value) -> row.put(name(name), value));
    return row;
  }

  /** A row mapped to a {@link PredictionLog}. */
  public static Map<String, Object> ofPrediction(GenericRecord log) {
    Map<?, ?> features = log.get(FEATURES) instanceof Map<?, ?> map ? map : Map.of();
    return of(features, log.get(SCORE), log.get(DECISION));
  }

  private static Map<String, Object> of(Map<?, ?> features, Object score, Object decision) {
    Map<String, Object> row = new LinkedHashMap<>();
    features.forEach((name, value) -> row.put(name.toString(), plain(value)));
    putIfPresent(row, Series.SCORE, score);
    putIfPresent(row, Series.DECISION, decision);
    return row;
  }

  private static void putIfPresent(Map<String, Object> row, String name, Object value) {
    if (value != null) {
      row.put(name, plain(value));
    }
  }

  /** What the stream calls the column of a file. */
  public static String name(String column) {
    return switch (column) {
      case SCORE -> Series.SCORE;
      case DECISION -> Series.DECISION;
      default -> column;
    };
  }

  private static Object plain(Object value) {
    return value instanceof CharSequence text ? text.toString() : value;
  }
}
