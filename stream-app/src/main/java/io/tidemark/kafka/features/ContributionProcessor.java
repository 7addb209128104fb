package io.tidemark.kafka.features;

import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.event.Event;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Evaluates what an event contributes to an entity, so that only that crosses a repartition topic.
 *
 * <p>An event without the entity's key, or that no group selects, contributes nothing. An
 * expression that fails is counted and its aggregate skips the event.
 */
final class ContributionProcessor extends ContextualProcessor<byte[], Event, String, Contribution> {
  private final ContributionProgram program;
  private final TidemarkMetrics metrics;

  ContributionProcessor(ContributionProgram program, TidemarkMetrics metrics) {
    this.program = program;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte[], Event> record) {
    Event event = record.value();
    Optional<String> key = program.keyOf(event.fields());
    if (key.isPresent()) {
      program
          .contribute(event, group -> true, metrics::featureFailed)
          .ifPresent(
              contribution -> context().forward(record.withKey(key.get()).withValue(contribution)));
    }
  }
}
