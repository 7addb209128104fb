package io.tidemark.definition;

import java.util.List;

/**
 * Everything a deployment declares, checked as a whole: names are unique and every reference
 * resolves. Immutable.
 *
 * @param namespace first part of every Redis key and a tag on every metric
 * @param time what time it is for windows
 * @param sources the event topics
 * @param entities what features are about
 * @param groups the feature groups
 * @param models the models whose predictions and outcomes are joined
 * @param services what is asked for together, those of models among them
 */
public record Definitions(
    String namespace,
    WindowTime time,
    List<Source> sources,
    List<Entity> entities,
    List<FeatureGroup> groups,
    List<Model> models,
    List<FeatureService> services) {

  public Definitions {
    sources = List.copyOf(sources);
    entities = List.copyOf(entities);
    groups = List.copyOf(groups);
    models = List.copyOf(models);
    services = List.copyOf(services);
  }

  /** What makes windows slide. */
  public ClockMode clock() {
    return time.clock();
  }
}
