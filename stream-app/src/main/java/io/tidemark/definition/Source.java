package io.tidemark.definition;

import java.time.Duration;
import java.util.List;

/**
 * A topic of events.
 *
 * @param name the name features refer to
 * @param topic the Kafka topic
 * @param records which of its records are the source's
 * @param eventTime the field that holds event time
 * @param eventTimeUnit how to read that field
 * @param eventId the field that identifies an event, or {@code null} for no de-duplication
 * @param dedupWindow how long an event id is remembered; ignored without {@code eventId}
 * @param maxFutureSkew how far event time may lie ahead of the clock before it is quarantined
 * @param partitionedBy the fields that producers derive the record key from, so that all events of
 *     one value are in one partition; empty when unknown
 * @param required fields that must not be null although the schema allows it
 * @param rules checks on each event, in order
 */
public record Source(
    String name,
    String topic,
    SourceRecords records,
    String eventTime,
    EventTimeUnit eventTimeUnit,
    String eventId,
    Duration dedupWindow,
    Duration maxFutureSkew,
    List<String> partitionedBy,
    List<String> required,
    List<Rule> rules) {

  public Source {
    partitionedBy = List.copyOf(partitionedBy);
    required = List.copyOf(required);
    rules = List.copyOf(rules);
  }

  /** The subjects under which the schema may be registered, the likeliest first. */
  public List<String> subjects() {
    return records.subjects(topic);
  }
}
