package io.tidemark.app.plan;

import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.Source;
import io.tidemark.delivery.StoreRefill;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** The parts in which the online store is filled: one per task that computes features. */
public final class FeatureParts {
  private FeatureParts() {}

  /**
   * The names of all parts, the same on every instance.
   *
   * @param repartitioned partitions of the topics by which contributions reach entities
   * @param partitionsOf tells those of a topic
   */
  public static Set<String> of(
      CheckedDefinitions definitions, int repartitioned, ToIntFunction<String> partitionsOf) {
    Set<String> parts = new TreeSet<>();
    for (EntityFeatures features : EntityFeatures.of(definitions)) {
      int tasks = tasks(features, definitions, repartitioned, partitionsOf);
      for (int partition = 0; partition < tasks; partition++) {
        parts.add(StoreRefill.part(features.entity().name(), partition));
      }
    }
    return parts;
  }

  /** How many tasks compute the features of one kind of entity. */
  static int tasks(
      EntityFeatures features,
      CheckedDefinitions definitions,
      int repartitioned,
      ToIntFunction<String> partitionsOf) {
    return features
        .placedBy()
        .map(source -> partitionsOf.applyAsInt(topic(definitions, source)))
        .orElse(repartitioned);
  }

  private static String topic(CheckedDefinitions definitions, String source) {
    return definitions.definitions().sources().stream()
        .filter(declared -> declared.name().equals(source))
        .map(Source::topic)
        .findFirst()
        .orElseThrow();
  }
}
