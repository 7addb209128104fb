package io.tidemark.definition;

import java.util.List;

/**
 * Which records of a topic are a source's, and where their schema is told.
 *
 * @param subject the registry's subject, or {@code null} for the usual ones
 * @param schemaFile an {@code .avsc} file in place of the registry, or {@code null}
 * @param record full name of the source's record type, others on the topic being left alone; {@code
 *     null} where the topic has one type
 * @param tombstones what a record without a value means
 */
public record SourceRecords(
    String subject, String schemaFile, String record, Tombstones tombstones) {
  /** Every record of the topic, of the topic's subject. */
  public static final SourceRecords ALL = new SourceRecords(null, null, null, Tombstones.IGNORE);

  /** What a record without a value means, as change-data capture writes it for a deleted row. */
  public enum Tombstones {
    /** Nothing: it is counted. */
    IGNORE,
    /** The entity whose key the record has is erased. */
    ERASE,
    /** A fault of the producer: it is quarantined. */
    REJECT
  }

  /**
   * The subjects under which the schema of a topic's records may be registered, the likeliest
   * first: by topic, by record, by topic and record.
   */
  public List<String> subjects(String topic) {
    if (subject != null) {
      return List.of(subject);
    }
    String byTopic = topic + "-value";
    return record == null ? List.of(byTopic) : List.of(byTopic, record, topic + "-" + record);
  }
}
