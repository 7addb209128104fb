package io.tidemark.store.serve;

import com.fasterxml.jackson.core.io.SerializedString;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kind of entity with everything a request needs looked up once. Immutable, thread-safe. */
final class ServedEntity {
  private static final String DERIVED = "derived";

  /**
   * A feature.
   *
   * @param field its name in the store
   * @param jsonName the same as JSON, encoded once
   * @param windowed whether passing time changes its value
   * @param group its group, a view to Feast
   * @param version of the group
   * @param ttl how old the newest event of the group may be, to Feast
   */
  record Feature(
      String field,
      SerializedString jsonName,
      ValueType type,
      boolean windowed,
      String group,
      int version,
      Duration ttl) {
    static Feature of(FeatureEntry entry) {
      // what a derived feature rests on is not in the catalogue: it may have a window
      boolean windowed = entry.window() != null || DERIVED.equals(entry.operation());
      return new Feature(
          entry.field(),
          new SerializedString(entry.field()),
          entry.type(),
          windowed,
          entry.group(),
          entry.version(),
          entry.ttl());
    }
  }

  /** Features that were asked for, once each, in the order asked. */
  record Selection(List<Feature> features, Set<String> fields) {
    static Selection of(Collection<Feature> features) {
      Set<String> fields = new LinkedHashSet<>();
      features.forEach(feature -> fields.add(feature.field()));
      return new Selection(List.copyOf(features), Set.copyOf(fields));
    }
  }

  private final EntityEntry entry;
  private final KeyReader keys;
  private final Map<String, Feature> features = new LinkedHashMap<>();
  private final Selection all;

  ServedEntity(String namespace, EntityEntry entry) {
    this.entry = entry;
    this.keys = new KeyReader(namespace, entry);
    entry.features().forEach(feature -> features.put(feature.field(), Feature.of(feature)));
    this.all = Selection.of(features.values());
  }

  String name() {
    return entry.name();
  }

  EntityEntry entry() {
    return entry;
  }

  KeyReader keys() {
    return keys;
  }

  /**
   * The features of these names; all of them for no name.
   *
   * @throws RequestException 404 for a name that is not known
   */
  Selection select(List<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    List<Feature> chosen = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      chosen.add(feature(name));
    }
    return Selection.of(chosen);
  }

  private Feature feature(String name) {
    Feature feature = features.get(name);
    if (feature == null) {
      throw RequestException.of(
          404,
          new Problem(
              "unknown_feature",
              "Unknown feature of entity " + name(),
              name,
              "a name is <group>.<feature>, with the window's suffix",
              KnownNames.hint("feature", name, features.keySet())));
    }
    return feature;
  }
}
