package io.tidemark.store.serve;

import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ServiceEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the features that a Feast client names as {@code view:feature}, as {@code view@v2:feature}
 * where it wants that version or none, or by a feature service. Immutable.
 */
final class FeastViews {

  /**
   * A feature that was asked for.
   *
   * @param position its place among the features asked for
   * @param column its name in the reply
   */
  record Wanted(int position, String column, ServedEntity entity, ServedEntity.Feature feature) {}

  private record Target(ServedEntity entity, FeatureEntry entry) {
    String field() {
      return entry.field();
    }
  }

  private static final Pattern VERSIONED =
      Pattern.compile("(?<view>[^@:]+)@(latest|[vV]?(?<version>\\d{1,9})):(?<feature>.*)");

  private final Map<String, List<Target>> targets = new HashMap<>();
  private final Map<String, List<String>> services = new LinkedHashMap<>();

  FeastViews(Collection<ServedEntity> entities, List<ServiceEntry> declared) {
    for (ServedEntity entity : entities) {
      for (FeatureEntry feature : entity.entry().features()) {
        targets
            .computeIfAbsent(feature.group() + ":" + feature.name(), name -> new ArrayList<>())
            .add(new Target(entity, feature));
      }
    }
    declared.forEach(service -> services.put(service.name(), references(service)));
  }

  private static List<String> references(ServiceEntry service) {
    return service.features().stream().map(name -> name.replaceFirst("\\.", ":")).toList();
  }

  /**
   * The features of a request, in its order.
   *
   * @throws RequestException 404 for a service, view or feature that is not known, 400 when a join
   *     key is missing or two columns would have one name
   */
  List<Wanted> resolve(FeastRequest asked) {
    List<String> references = asked.service().map(this::service).orElse(asked.features());
    List<Wanted> wanted = new ArrayList<>();
    Set<String> columns = new HashSet<>();
    for (String reference : references) {
      Target target = target(reference, asked.entities().keySet());
      String column = column(reference, asked.fullNames());
      requireNew(columns.add(column), column);
      ServedEntity.Feature feature =
          target.entity().select(List.of(target.field())).features().get(0);
      wanted.add(new Wanted(wanted.size(), column, target.entity(), feature));
    }
    joinKeys(wanted).forEach(key -> requireNew(columns.add(key), key));
    return wanted;
  }

  /** The join keys that the features need. */
  static Set<String> joinKeys(List<Wanted> wanted) {
    Set<String> names = new HashSet<>();
    wanted.forEach(one -> names.addAll(names(one.entity())));
    return names;
  }

  private static void requireNew(boolean isNew, String column) {
    if (!isNew) {
      throw JsonBody.bad(
          "Two columns of one name",
          column,
          "names of columns are unique",
          "Ask with \"full_feature_names\": true, and for each feature once");
    }
  }

  private List<String> service(String name) {
    List<String> references = services.get(name);
    if (references == null) {
      throw RequestException.of(
          404,
          new Problem(
              "unknown_feature_service",
              "Unknown feature service",
              name,
              "it is declared under feature_services, or is a model that names its features",
              KnownNames.hint("feature service", name, services.keySet())));
    }
    return references;
  }

  private static String column(String reference, boolean full) {
    return full
        ? reference.replaceFirst(":", "__")
        : reference.substring(reference.indexOf(':') + 1);
  }

  private Target target(String reference, Set<String> joinKeys) {
    Matcher versioned = VERSIONED.matcher(reference);
    boolean pinned = versioned.matches();
    List<Target> found =
        targets.get(
            pinned ? versioned.group("view") + ":" + versioned.group("feature") : reference);
    if (found == null) {
      throw RequestException.of(
          404,
          new Problem(
              "unknown_feature",
              "Unknown feature",
              reference,
              "it is named as view:feature, where a view is a feature group",
              KnownNames.hint("feature", reference, targets.keySet())));
    }
    if (pinned && versioned.group("version") != null) {
      requireServed(reference, Integer.parseInt(versioned.group("version")), found.get(0).entry());
    }
    return found.stream()
        .filter(target -> joinKeys.containsAll(names(target.entity())))
        .findFirst()
        .orElseThrow(() -> missingKeys(reference, found.get(0).entity(), joinKeys));
  }

  private static void requireServed(String reference, int version, FeatureEntry feature) {
    if (version != feature.version()) {
      throw RequestException.of(
          404,
          new Problem(
              "unknown_version",
              "Unknown version of a view",
              reference,
              "it is the one that is served",
              "Ask for " + feature.group() + "@v" + feature.version() + ", or for no version"));
    }
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
}
