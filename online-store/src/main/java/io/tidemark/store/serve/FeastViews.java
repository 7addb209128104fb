package io.tidemark.store.serve;

import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the features that a Feast client names as {@code view:feature}. Immutable. */
final class FeastViews {

  /**
   * A feature that was asked for.
   *
   * @param position its place among the features asked for
   * @param column its name in the reply
   */
  record Wanted(int position, String column, ServedEntity entity, ServedEntity.Feature feature) {}

  private record Target(ServedEntity entity, String field) {}

  private final Map<String, List<Target>> targets = new HashMap<>();

  FeastViews(Collection<ServedEntity> entities) {
    for (ServedEntity entity : entities) {
      for (FeatureEntry feature : entity.entry().features()) {
        targets
            .computeIfAbsent(feature.group() + ":" + feature.name(), name -> new ArrayList<>())
            .add(new Target(entity, feature.field()));
      }
    }
  }

  /**
   * The features of a request, in its order.
   *
   * @throws RequestException 404 for a view or feature that is not known, 400 when join keys do not
   *     fit or two columns would have one name
   */
  List<Wanted> resolve(FeastRequest asked) {
    List<Wanted> wanted = new ArrayList<>();
    Set<String> columns = new HashSet<>(asked.entities().keySet());
    Set<String> used = new HashSet<>();
    for (String reference : asked.features()) {
      Target target = target(reference, asked.entities().keySet());
      String column = column(reference, asked.fullNames());
      if (!columns.add(column)) {
        throw JsonBody.bad(
            "Two columns of one name",
            column,
            "names of columns are unique",
            "Ask with \"full_feature_names\": true, and for each feature once");
      }
      target.entity().keys().fields().forEach(field -> used.add(field.name()));
      ServedEntity.Feature feature =
          target.entity().select(List.of(target.field())).features().get(0);
      wanted.add(new Wanted(wanted.size(), column, target.entity(), feature));
    }
    requireUsed(asked.entities().keySet(), used);
    return wanted;
  }

  private static String column(String reference, boolean full) {
    return full
        ? reference.replaceFirst(":", "__")
        : reference.substring(reference.indexOf(':') + 1);
  }

  private Target target(String reference, Set<String> joinKeys) {
    List<Target> found = targets.get(reference);
    if (found == null) {
      throw RequestException.of(
          404,
          new Problem(
              "unknown_feature",
              "Unknown feature",
              reference,
              "it is named as view:feature, where a view is a feature group",
              KnownNames.hint(reference, targets.keySet())));
    }
    return found.stream()
        .filter(target -> joinKeys.containsAll(names(target.entity())))
        .findFirst()
        .orElseThrow(() -> missingKeys(reference, found.get(0).entity(), joinKeys));
  }

  private static List<String> names(ServedEntity entity) {
    return entity.keys().fields().stream().map(KeyField::name).toList();
  }

  private static RequestException missingKeys(
      String reference, ServedEntity entity, Set<String> joinKeys) {
    return JsonBody.bad(
        "Join keys for " + reference,
        joinKeys.toString(),
        "entity " + entity.name() + " needs " + names(entity),
        "Send a list of values for each under entities");
  }

  private static void requireUsed(Set<String> sent, Set<String> used) {
    for (String name : sent) {
      if (!used.contains(name)) {
        throw JsonBody.bad(
            "Unknown join key",
            name,
            "the features asked for need " + used,
            KnownNames.hint(name, used));
      }
    }
  }
}
