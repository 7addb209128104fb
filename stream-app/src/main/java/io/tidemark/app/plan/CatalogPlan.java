package io.tidemark.app.plan;

import io.tidemark.app.settings.Settings;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedGroup;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.FeatureService;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.Feature;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ServiceEntry;
import io.tidemark.store.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What checked definitions keep in the online store, with its types. */
public final class CatalogPlan {
  private final CheckedDefinitions definitions;
  private final Map<String, Integer> pinned;

  private CatalogPlan(CheckedDefinitions definitions, Set<String> pinned) {
    this.definitions = definitions;
    this.pinned =
        definitions.definitions().groups().stream()
            .filter(group -> pinned.contains(group.versioned()))
            .collect(Collectors.toMap(FeatureGroup::name, FeatureGroup::version));
  }

  /**
   * The catalogue: entities with features, in the order of their first group.
   *
   * @param settings say which versions of groups are served whatever has caught up
   * @throws io.tidemark.app.settings.SettingsException when one of these is not declared
   */
  public static Catalog of(CheckedDefinitions definitions, Settings settings) {
    Set<String> pinned = PinnedGroups.of(settings, definitions.definitions());
    CatalogPlan plan = new CatalogPlan(definitions, pinned);
    List<EntityEntry> entities = EntityFeatures.of(definitions).stream().map(plan::entity).toList();
    return new Catalog(
        definitions.definitions().namespace(),
        entities,
        definitions.definitions().services().stream().map(s -> service(s, entities)).toList(),
        WatchedModels.of(definitions.definitions()));
  }

  /** A group stands for all of its features. */
  private static ServiceEntry service(FeatureService service, List<EntityEntry> entities) {
    List<FeatureEntry> all = entities.stream().flatMap(e -> e.features().stream()).toList();
    return new ServiceEntry(
        service.name(),
        service.features().stream()
            .flatMap(name -> all.stream().filter(f -> isNamed(name, f)).map(FeatureEntry::field))
            .distinct()
            .toList());
  }

  private static boolean isNamed(String name, FeatureEntry feature) {
    return name.equals(feature.field()) || name.equals(feature.group());
  }

  private EntityEntry entity(EntityFeatures features) {
    Entity entity = features.entity();
    List<CheckedGroup> groups =
        definitions.groups().stream().filter(group -> group.entity().equals(entity)).toList();
    FeaturePlan plan = features.plan();
    return new EntityEntry(
        entity.name(),
        entity.key().stream().map(field -> key(field, groups)).toList(),
        plan.features().stream()
            .filter(feature -> plan.isNewest(feature.group()))
            .map(feature -> feature(feature, plan))
            .toList());
  }

  /** A field that is of different types in different sources is known by its text alone. */
  private KeyField key(String field, List<CheckedGroup> groups) {
    Set<ValueType> types =
        groups.stream()
            .map(group -> source(group).type().field(field).orElseThrow().kind())
            .map(CatalogPlan::type)
            .collect(Collectors.toSet());
    return new KeyField(field, types.size() == 1 ? types.iterator().next() : ValueType.STRING);
  }

  private CheckedSource source(CheckedGroup group) {
    return definitions.sources().stream()
        .filter(checked -> checked.source().name().equals(group.group().source()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No source of " + group.group().name()));
  }

  /** Of a pinned group the version that is served, under the names of the newest. */
  private FeatureEntry feature(Feature feature, FeaturePlan plan) {
    FeatureGroup group = plan.groups().get(feature.group());
    return new FeatureEntry(
        group.name(),
        pinned.getOrDefault(group.name(), group.version()),
        feature.name().substring(group.name().length() + 1),
        feature.op() == null ? "derived" : feature.op().label(),
        feature.window() == null ? null : feature.window().label(),
        type(feature.type()),
        group.owner(),
        plan.ttl(feature.group()));
  }

  private static ValueType type(FieldType type) {
    return type.kind() == Kind.LIST ? listOf(type(type.element().kind())) : type(type.kind());
  }

  private static ValueType listOf(ValueType element) {
    return switch (element) {
      case LONG -> ValueType.LONG_LIST;
      case DOUBLE -> ValueType.DOUBLE_LIST;
      case BOOLEAN -> ValueType.BOOLEAN_LIST;
      default -> ValueType.STRING_LIST;
    };
  }

  /** As what values of a kind of field are kept. */
  static ValueType type(Kind kind) {
    return switch (kind) {
      case INT, TIMESTAMP -> ValueType.LONG;
      case DOUBLE -> ValueType.DOUBLE;
      case BOOL -> ValueType.BOOLEAN;
      default -> ValueType.STRING;
    };
  }
}
