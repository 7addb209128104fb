package io.tidemark.store.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ModelEntry;
import io.tidemark.store.Catalog.ServiceEntry;
import io.tidemark.store.serve.CatalogFigures.Drift;
import io.tidemark.store.serve.CatalogFigures.Figures;
import io.tidemark.store.serve.CatalogFigures.InForce;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Writes the catalogue: entities, their groups, each feature with its live figures, and models with
 * their baselines.
 */
final class CatalogReply {
  private final Catalog catalog;
  private final CatalogFigures figures;
  private final RebuildStatus rebuild;

  CatalogReply(Catalog catalog, CatalogFigures figures, RebuildStatus rebuild) {
    this.catalog = catalog;
    this.figures = figures;
    this.rebuild = rebuild;
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("namespace", catalog.namespace());
    store(out);
    out.writeArrayFieldStart("entities");
    for (EntityEntry entity : catalog.entities()) {
      entity(out, entity);
    }
    out.writeEndArray();
    services(out);
    models(out);
    out.writeEndObject();
  }

  private void models(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("models");
    for (ModelEntry model : catalog.models()) {
      out.writeStartObject();
      out.writeStringField("name", model.name());
      texts(out, "labels", model.labels());
      texts(out, "drift_windows", model.windows());
      out.writeArrayFieldStart("baselines");
      for (InForce baseline : figures.baselines(model.name())) {
        baseline(out, baseline);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void baseline(JsonGenerator out, InForce baseline) throws IOException {
    out.writeStartObject();
    out.writeStringField("version", baseline.version());
    out.writeStringField("hash", baseline.hash());
    out.writeStringField("created", Instant.ofEpochMilli(baseline.createdMs()).toString());
    out.writeStringField("source", baseline.source());
    out.writeNumberField("series", baseline.series());
    out.writeEndObject();
  }

  private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private void services(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("feature_services");
    for (ServiceEntry service : catalog.services()) {
      out.writeStartObject();
      out.writeStringField("name", service.name());
      texts(out, "features", service.features());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void store(JsonGenerator out) throws IOException {
    OptionalLong sinceMs = rebuild.sinceMs();
    out.writeObjectFieldStart("store");
    out.writeStringField("state", sinceMs.isPresent() ? "rebuilding" : "complete");
    if (sinceMs.isPresent()) {
      out.writeNumberField("since", sinceMs.getAsLong());
    }
    out.writeEndObject();
  }

  private void entity(JsonGenerator out, EntityEntry entity) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", entity.name());
    out.writeArrayFieldStart("key");
    for (KeyField field : entity.key()) {
      out.writeStartObject();
      out.writeStringField("name", field.name());
      out.writeStringField("type", lower(field.type()));
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("groups");
    for (List<FeatureEntry> group : groups(entity).values()) {
      group(out, entity, group);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static Map<String, List<FeatureEntry>> groups(EntityEntry entity) {
    Map<String, List<FeatureEntry>> groups = new LinkedHashMap<>();
    entity
        .features()
        .forEach(f -> groups.computeIfAbsent(f.group(), name -> new ArrayList<>()).add(f));
    return groups;
  }

  private void group(JsonGenerator out, EntityEntry entity, List<FeatureEntry> features)
      throws IOException {
    FeatureEntry first = features.get(0);
    out.writeStartObject();
    out.writeStringField("name", first.group());
    out.writeNumberField("version", first.version());
    out.writeStringField("owner", first.owner());
    out.writeNumberField("ttl_seconds", first.ttl().toSeconds());
    out.writeArrayFieldStart("features");
    for (FeatureEntry feature : features) {
      feature(out, entity, feature);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void feature(JsonGenerator out, EntityEntry entity, FeatureEntry feature)
      throws IOException {
    Figures known = figures.of(entity, feature);
    out.writeStartObject();
    out.writeStringField("name", feature.field());
    out.writeStringField("operation", feature.operation());
    out.writeStringField("type", lower(feature.type()));
    out.writeStringField("window", feature.window());
    number(out, "freshness_seconds", known.freshnessSeconds());
    number(out, "null_ratio", known.nullRatio());
    out.writeArrayFieldStart("drift");
    for (Drift drift : known.drift()) {
      drift(out, drift);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void drift(JsonGenerator out, Drift drift) throws IOException {
    out.writeStartObject();
    out.writeStringField("model", drift.model());
    out.writeStringField("version", drift.version());
    out.writeStringField("window", drift.window());
    number(out, "psi", drift.psi());
    out.writeStringField("status", drift.status());
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, OptionalDouble value)
      throws IOException {
    out.writeFieldName(name);
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      out.writeNumber(value.getAsDouble());
    } else {
      out.writeNull();
    }
  }

  private static String lower(Enum<?> type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
