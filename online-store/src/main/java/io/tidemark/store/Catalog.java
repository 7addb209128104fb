package io.tidemark.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a store holds: the entities with their keys and features; and which models are watched.
 * Immutable.
 *
 * @param namespace first part of every key
 * @param entities in the order declared
 * @param services what is asked for together, in the order declared
 * @param models whose predictions are watched, in the order declared
 */
public record Catalog(
    String namespace,
    List<EntityEntry> entities,
    List<ServiceEntry> services,
    List<ModelEntry> models) {
  public Catalog {
    entities = List.copyOf(entities);
    services = List.copyOf(services);
    models = List.copyOf(models);
  }

  /** A catalogue without models. */
  public Catalog(String namespace, List<EntityEntry> entities, List<ServiceEntry> services) {
    this(namespace, entities, services, List.of());
  }

  /** A catalogue without feature services. */
  public Catalog(String namespace, List<EntityEntry> entities) {
    this(namespace, entities, List.of());
  }

  /** The entity of this name. */
  public Optional<EntityEntry> entity(String name) {
    return entities.stream().filter(entity -> entity.name().equals(name)).findFirst();
  }

  /**
   * Features that are asked for together.
   *
   * @param name what a request calls it
   * @param features the features' names in the store, in the order of a reply; at least one
   */
  public record ServiceEntry(String name, List<String> features) {
    public ServiceEntry {
      features = List.copyOf(features);
    }
  }

  /**
   * A model.
   *
   * @param name as its predictions say
   * @param labels names of the labels its outcomes decide
   * @param windows labels of the windows drift is measured over
   */
  public record ModelEntry(String name, List<String> labels, List<String> windows) {
    public ModelEntry {
      labels = List.copyOf(labels);
      windows = List.copyOf(windows);
    }
  }

  /**
   * A kind of entity.
   *
   * @param name second part of every key
   * @param key the fields that identify one, in order; at least one
   * @param features in the order of the vector
   */
  public record EntityEntry(String name, List<KeyField> key, List<FeatureEntry> features) {
    public EntityEntry {
      key = List.copyOf(key);
      features = List.copyOf(features);
    }

    /** The feature stored under this field name. */
    public Optional<FeatureEntry> feature(String field) {
      return features.stream().filter(feature -> feature.field().equals(field)).findFirst();
    }
  }

  /**
   * One part of an entity's key.
   *
   * @param name the event's field
   * @param type {@link ValueType#STRING}, {@link ValueType#LONG} or {@link ValueType#BOOLEAN}
   */
  public record KeyField(String name, ValueType type) {}

  /**
   * A feature.
   *
   * @param group the feature group
   * @param version of the group that is served, from 1
   * @param name within the group, with the window's suffix: {@code spend_24h}
   * @param operation how it is computed: an aggregation, or {@code derived}
   * @param window the window's label; {@code null} over all time
   * @param type of its values
   * @param owner who answers for it, or {@code null}
   * @param ttl how long an idle entity keeps it
   */
  public record FeatureEntry(
      String group,
      int version,
      String name,
      String operation,
      String window,
      ValueType type,
      String owner,
      Duration ttl) {

    /** The field's name in the store: {@code <group>.<name>}. */
    public String field() {
      return group + "." + name;
    }
  }
}
