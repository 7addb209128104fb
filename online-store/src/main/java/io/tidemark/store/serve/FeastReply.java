package io.tidemark.store.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.serve.StoreReads.Found;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reply in columns: the join keys as they were sent, then the features. Statuses are those of
 * Feast's protocol; a value that is still warming up is {@code PRESENT}, which is all it can say. A
 * row from before the store began to be filled anew is {@code OUTSIDE_MAX_AGE}, and so is a view
 * whose newest event is older than its time to live, or that never had one.
 *
 * @param versions of the views, by name; none where they are not asked for
 */
record FeastReply(
    Map<String, List<JsonNode>> joinKeys, List<Column> columns, Map<String, Integer> versions) {
  private static final String EPOCH = Instant.EPOCH.toString();

  /** The statuses of Feast's protocol. */
  enum FieldStatus {
    INVALID,
    PRESENT,
    NULL_VALUE,
    NOT_FOUND,
    OUTSIDE_MAX_AGE
  }

  /** A row that was looked for. */
  record Row(Optional<FeatureRow> found, boolean valid) {
    /** The key is none, or the row cannot be read. */
    static final Row INVALID = new Row(Optional.empty(), false);

    static Row of(Found found) {
      return found.problem().isPresent() ? INVALID : new Row(found.row(), true);
    }

    /** Time of a view's newest event; as Feast has it the Unix epoch for one that had none. */
    private String timestamp(String view) {
      OptionalLong ms = found.map(row -> row.eventTimes().of(view)).orElseGet(OptionalLong::empty);
      return ms.isPresent() ? Instant.ofEpochMilli(ms.getAsLong()).toString() : EPOCH;
    }
  }

  /** A feature over all rows. */
  record Column(FeastViews.Wanted wanted, List<Row> rows, List<FieldStatus> statuses) {

    /** The columns of features over the same rows. */
    static List<Column> of(List<FeastViews.Wanted> wanted, List<Row> rows, RowJudge judge) {
      List<Column> columns =
          wanted.stream().map(w -> new Column(w, rows, new ArrayList<>(rows.size()))).toList();
      for (Row row : rows) {
        row.found().ifPresent(judge::row);
        columns.forEach(column -> column.statuses.add(status(column.wanted, row, judge)));
      }
      return columns;
    }

    int position() {
      return wanted.position();
    }

    private static FieldStatus status(FeastViews.Wanted wanted, Row row, RowJudge judge) {
      if (!row.valid()) {
        return FieldStatus.INVALID;
      }
      if (row.found().isEmpty()) {
        judge.unknownKey();
        return FieldStatus.NOT_FOUND;
      }
      Object value = row.found().get().values().get(wanted.feature().field());
      ValueStatus status = judge.status(wanted.feature(), value);
      if (judge.isOutdated() || judge.isOld(wanted.feature(), row.found().get())) {
        return FieldStatus.OUTSIDE_MAX_AGE;
      }
      return switch (status) {
        case EXPIRED -> FieldStatus.OUTSIDE_MAX_AGE;
        case NOT_FOUND -> FieldStatus.NULL_VALUE;
        case PRESENT, WARMING -> value == null ? FieldStatus.NULL_VALUE : FieldStatus.PRESENT;
      };
    }
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("metadata");
    out.writeArrayFieldStart("feature_names");
    for (String name : joinKeys.keySet()) {
      out.writeString(name);
    }
    for (Column column : columns) {
      out.writeString(column.wanted().column());
    }
    out.writeEndArray();
    versions(out);
    out.writeEndObject();
    out.writeArrayFieldStart("results");
    for (List<JsonNode> values : joinKeys.values()) {
      joinKey(out, values);
    }
    for (Column column : columns) {
      feature(out, column);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void versions(JsonGenerator out) throws IOException {
    if (versions.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("feature_view_metadata");
    for (Map.Entry<String, Integer> view : versions.entrySet()) {
      out.writeStartObject();
      out.writeStringField("name", view.getKey());
      out.writeNumberField("version", view.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void joinKey(JsonGenerator out, List<JsonNode> values) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("values");
    for (JsonNode value : values) {
      Trees.write(out, value);
    }
    out.writeEndArray();
    repeated(out, "statuses", FieldStatus.PRESENT.name(), values.size());
    repeated(out, "event_timestamps", EPOCH, values.size());
    out.writeEndObject();
  }

  private static void repeated(JsonGenerator out, String member, String text, int times)
      throws IOException {
    out.writeArrayFieldStart(member);
    for (int i = 0; i < times; i++) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void feature(JsonGenerator out, Column column) throws IOException {
    ServedEntity.Feature feature = column.wanted().feature();
    out.writeStartObject();
    out.writeArrayFieldStart("values");
    for (Row row : column.rows()) {
      Object value = row.found().map(found -> found.values().get(feature.field())).orElse(null);
      Values.write(out, value);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("statuses");
    for (FieldStatus status : column.statuses()) {
      out.writeString(status.name());
    }
    out.writeEndArray();
    out.writeArrayFieldStart("event_timestamps");
    for (Row row : column.rows()) {
      out.writeString(row.timestamp(feature.group()));
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
