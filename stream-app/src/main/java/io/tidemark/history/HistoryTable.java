package io.tidemark.history;

import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.QualityMetric;
import io.tidemark.text.KeyParts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The past of one topic: what tells its records apart, and in which order they are read.
 *
 * @param name also that of the list in a reply
 * @param id first byte of its keys behind their kind
 * @param schema of its records
 * @param parts what a record is about, in the order of the keys
 * @param time name of the field that says when
 * @param bySeries whether records of the same parts stand together, the newest first; otherwise all
 *     stand by time, the newest first
 * @param detail name of the field that is large and kept apart; empty without one
 */
public record HistoryTable(
    String name,
    byte id,
    Schema schema,
    List<Part> parts,
    String time,
    boolean bySeries,
    Optional<String> detail) {

  /**
   * A part of what a record is about.
   *
   * @param parameter its name in a query
   * @param field its name in the record
   */
  public record Part(String parameter, String field) {}

  /** What tells one series from another. */
  private static final List<Part> SERIES =
      List.of(
          new Part("model", "model"),
          new Part("version", "model_version"),
          new Part("source", "source"),
          new Part("surface", "surface"),
          new Part("feature", "feature"),
          new Part("segment", "segment"),
          new Part("window", "window"));

  /** How far series had moved from their baselines, by the end of the window. */
  public static final HistoryTable DRIFT =
      new HistoryTable(
          "drift",
          (byte) 1,
          DriftMetric.getClassSchema(),
          SERIES,
          "window_end",
          true,
          Optional.of("bins"));

  /** How good a model's answers were, by the start of the cohort. */
  public static final HistoryTable QUALITY =
      new HistoryTable(
          "quality",
          (byte) 2,
          QualityMetric.getClassSchema(),
          List.of(
              new Part("model", "model"),
              new Part("version", "model_version"),
              new Part("label", "label"),
              new Part("exploration", "exploration")),
          "cohort_start",
          true,
          Optional.empty());

  /** Changes of episodes, by when they changed. */
  public static final HistoryTable ALERTS =
      new HistoryTable(
          "alerts",
          (byte) 3,
          DriftAlert.getClassSchema(),
          Stream.concat(
                  SERIES.stream(),
                  Stream.of(
                      new Part("rule", "rule"),
                      new Part("episode", "episode_id"),
                      new Part("state", "state")))
              .toList(),
          "at",
          false,
          Optional.empty());

  /** All of them. */
  public static final List<HistoryTable> ALL = List.of(DRIFT, QUALITY, ALERTS);

  /** What a record is about: its parts as one text, one that is not there as the empty text. */
  String identity(IndexedRecord record) {
    return KeyParts.join(parts.stream().map(part -> text(value(record, part.field()))).toList());
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  long timeMs(IndexedRecord record) {
    return ((Instant) value(record, time)).toEpochMilli();
  }

  Schema.Field field(String field) {
    return schema.getField(field);
  }

  private Object value(IndexedRecord record, String field) {
    return record.get(field(field).pos());
  }

  /** Whether parts are those of an episode that has not ended. */
  boolean isOpen(List<String> values) {
    return !values.get(indexOf("state")).equals(AlertState.CLOSED.name());
  }

  /** Place of a part among the parts; -1 where it has no such. */
  int indexOf(String parameter) {
    return parts.stream().map(Part::parameter).toList().indexOf(parameter);
  }
}
