package io.tidemark.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.explain.Finding.Applied;
import io.tidemark.explain.Finding.Held;
import io.tidemark.explain.Finding.Origin;
import io.tidemark.feature.Explanation;
import io.tidemark.feature.Explanation.OfFeature;
import io.tidemark.feature.Explanation.OfGroup;
import io.tidemark.feature.Explanation.Part;
import io.tidemark.feature.Explanation.Span;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.Values;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;

/** Writes explanations as JSON: instants and lengths in milliseconds, what is absent as null. */
final class ExplanationJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String AS_OF_COMMIT =
      "From the state as of the last commit: events of the last streams.commit.interval may be"
          + " missing. Values are computed for as_of; the online store holds those of the vector"
          + " sent last.";

  private ExplanationJson() {}

  static String of(EntityKey key, Held<Explanation> held) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(out, key, held);
    } catch (IOException e) {
      // nothing is written but memory
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, EntityKey key, Held<Explanation> held)
      throws IOException {
    Explanation explanation = held.found();
    out.writeStartObject();
    out.writeStringField("entity", key.entity());
    out.writeStringField("key", key.key());
    out.writeNumberField("as_of", explanation.asOfMs());
    instant(out, "valid_until", explanation.validUntilMs());
    out.writeNumberField("revision", explanation.revision());
    instant(out, "last_event_time", explanation.lastEventMs());
    out.writeArrayFieldStart("changes_next");
    for (String name : explanation.changesNext()) {
      out.writeString(name);
    }
    out.writeEndArray();
    origin(out, held.origin());
    out.writeArrayFieldStart("groups");
    for (OfGroup group : explanation.groups()) {
      group(out, group);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void origin(JsonGenerator out, Origin origin) throws IOException {
    out.writeObjectFieldStart("state");
    out.writeStringField("instance", origin.instance());
    out.writeNumberField("partition", origin.partition());
    out.writeBooleanField("unsent", origin.unsent());
    out.writeArrayFieldStart("applied");
    for (Applied applied : origin.applied()) {
      out.writeStartObject();
      out.writeStringField("topic", applied.topic());
      out.writeNumberField("partition", applied.partition());
      out.writeNumberField("offset", applied.offset());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("note", AS_OF_COMMIT);
    out.writeEndObject();
  }

  private static void group(JsonGenerator out, OfGroup group) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", group.name());
    out.writeNumberField("version", group.version());
    out.writeStringField("owner", group.owner());
    out.writeStringField("source", group.source());
    out.writeStringField("where", group.where());
    instant(out, "observed_since", group.observedSinceMs());
    out.writeArrayFieldStart("features");
    for (OfFeature feature : group.features()) {
      feature(out, feature);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void feature(JsonGenerator out, OfFeature feature) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", feature.feature().name());
    boolean derived = feature.feature().op() == null;
    out.writeStringField("operation", derived ? "derived" : feature.feature().op().label());
    out.writeStringField("of", feature.of());
    value(out, "value", feature.value());
    out.writeStringField("status", status(feature));
    instant(out, "covered_at", feature.coveredAtMs());
    instant(out, "changes_at", feature.changesAtMs());
    window(out, feature);
    if (derived) {
      out.writeObjectFieldStart("inputs");
      for (Map.Entry<String, Object> input : feature.inputs().entrySet()) {
        value(out, input.getKey(), input.getValue());
      }
      out.writeEndObject();
    }
    out.writeArrayFieldStart("tiles");
    for (Part part : feature.parts()) {
      part(out, part);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** As the feature server says it: warming weighs more than absent. */
  private static String status(OfFeature feature) {
    if (feature.warming()) {
      return "WARMING";
    }
    return feature.value() == null ? "NOT_FOUND" : "PRESENT";
  }

  private static void window(JsonGenerator out, OfFeature feature) throws IOException {
    Span span = feature.span();
    if (span == null) {
      out.writeNullField("window");
      return;
    }
    out.writeObjectFieldStart("window");
    boolean labelled = feature.feature().window() != null;
    out.writeStringField("label", labelled ? feature.feature().window().label() : null);
    out.writeNumberField("start", span.startMs());
    out.writeNumberField("end", span.endMs());
    out.writeNumberField("hop_ms", span.hopMs());
    out.writeEndObject();
  }

  private static void part(JsonGenerator out, Part part) throws IOException {
    out.writeStartObject();
    out.writeNumberField("start", part.startMs());
    out.writeNumberField("length_ms", part.endMs() - part.startMs());
    out.writeNumberField("tiles", part.tiles());
    instant(out, "leaves_at", part.leavesAtMs());
    value(out, "value", part.value());
    out.writeEndObject();
  }

  private static void instant(JsonGenerator out, String name, OptionalLong ms) throws IOException {
    out.writeFieldName(name);
    if (ms.isPresent()) {
      out.writeNumber(ms.getAsLong());
    } else {
      out.writeNull();
    }
  }

  private static void value(JsonGenerator out, String name, Object value) throws IOException {
    out.writeFieldName(name);
    Values.write(out, value);
  }
}
