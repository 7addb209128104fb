package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * What the series of a meter are told apart by.
 *
 * @param <K> what tag values are made of; equal ones have equal values, others have others
 * @param meter the meter
 * @param values the values of its tags, in their order
 */
record SeriesTags<K>(Meter meter, Function<K, List<String>> values) {
  /** Stands for values that have no series of their own. */
  static final String OTHER = "other";

  List<String> valuesOf(K key) {
    return values.apply(key);
  }

  /** The tags of the series that stands for all beyond the bound. */
  Tags others() {
    return tags(Collections.nCopies(meter.tags().size(), OTHER));
  }

  Tags tags(List<String> tagValues) {
    List<String> keys = meter.tags();
    if (keys.size() != tagValues.size()) {
      throw new IllegalArgumentException(
          "Invalid tags %s of %s: must be values of %s".formatted(tagValues, meter.name(), keys));
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < keys.size(); i++) {
      tags = tags.and(keys.get(i), tagValues.get(i));
    }
    return tags;
  }
}
