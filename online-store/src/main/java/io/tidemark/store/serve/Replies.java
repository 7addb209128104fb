package io.tidemark.store.serve;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.serve.ServedEntity.Feature;
import io.tidemark.store.serve.ServedEntity.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes replies as JSON, straight from the rows. Thread-safe. */
final class Replies {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  /** Writes one reply. */
  interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  private Replies() {}

  static Response ok(Content content) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(4_096)) {
      try (JsonGenerator out = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
        content.write(out);
      }
      return Response.json(200, bytes.toByteArray());
    } catch (IOException e) {
      // nothing is written but memory
      throw new UncheckedIOException(e);
    }
  }

  /** The members of an entity's reply that come from its row. */
  static void row(
      JsonGenerator out, Selection selection, Optional<FeatureRow> found, RowJudge judge)
      throws IOException {
    FeatureRow row = found.orElse(null);
    instant(out, "as_of", row == null ? OptionalLong.empty() : OptionalLong.of(row.asOfMs()));
    instant(out, "valid_until", row == null ? OptionalLong.empty() : row.validUntilMs());
    instant(out, "revision", row == null ? OptionalLong.empty() : OptionalLong.of(row.revision()));
    out.writeObjectFieldStart("values");
    if (row != null) {
      judge.row(row);
    }
    for (Feature feature : selection.features()) {
      out.writeFieldName(feature.jsonName());
      out.writeStartObject();
      if (row == null) {
        value(out, feature, null, judge.unknownKey(), judge.missing());
      } else {
        Object value = row.values().get(feature.field());
        value(out, feature, value, judge.status(feature, value), "absent");
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void value(
      JsonGenerator out, Feature feature, Object value, ValueStatus status, String reason)
      throws IOException {
    out.writeFieldName("value");
    Values.write(out, value);
    out.writeStringField("status", status.name());
    if (value == null) {
      out.writeStringField("reason", reason);
    }
  }

  private static void instant(JsonGenerator out, String name, OptionalLong value)
      throws IOException {
    out.writeFieldName(name);
    if (value.isPresent()) {
      out.writeNumber(value.getAsLong());
    } else {
      out.writeNull();
    }
  }

  /** Member {@code error}: what is wrong with one key of several. */
  static void problem(JsonGenerator out, Problem problem) throws IOException {
    out.writeObjectFieldStart("error");
    for (Map.Entry<String, String> member : problem.members().entrySet()) {
      out.writeStringField(member.getKey(), member.getValue());
    }
    out.writeEndObject();
  }
}
