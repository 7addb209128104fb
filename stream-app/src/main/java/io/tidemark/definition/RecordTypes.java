package io.tidemark.definition;

import io.tidemark.event.RecordType;
import java.util.Optional;

/**
 * The types of the records on topics, empty where none is known. May throw {@link
 * UnreadableSchemaException}.
 */
@FunctionalInterface
public interface RecordTypes {
  /** The type of a topic's records. */
  Optional<RecordType> of(String topic);

  /** The type of a topic's predictions as labels see them. */
  default Optional<RecordType> ofPredictions(String topic) {
    return Optional.empty();
  }

  /** The type of a source's records, which may be one of several on its topic. */
  default Optional<RecordType> of(Source source) {
    return of(source.topic());
  }
}
