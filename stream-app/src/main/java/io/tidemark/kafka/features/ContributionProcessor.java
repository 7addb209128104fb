package io.tidemark.kafka.features;

import io.tidemark.event.Event;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import io.tidemark.kafka.features.Contribution.GroupInputs;
import io.tidemark.kafka.features.ContributionProgram.GroupProgram;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.store.EntityKey;
import java.util.ArrayList;
import java.util.List;
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
    String key = key(event.fields());
    if (key.isEmpty()) {
      return;
    }
    List<GroupInputs> groups = new ArrayList<>(program.groups().size());
    for (GroupProgram group : program.groups()) {
      if (selects(group, event.fields())) {
        groups.add(new GroupInputs(group.group(), inputs(group, event.fields())));
      }
    }
    if (!groups.isEmpty()) {
      Contribution contribution = new Contribution(event.timeMs(), groups);
      context().forward(record.withKey(key).withValue(contribution));
    }
  }

  /** The entity's key, or nothing when a part of it is null or the only part is empty. */
  private String key(Fields fields) {
    List<String> parts = new ArrayList<>(program.key().size());
    for (String field : program.key()) {
      Object part = fields.get(field);
      if (part == null) {
        return "";
      }
      parts.add(part.toString());
    }
    return EntityKey.join(parts);
  }

  private boolean selects(GroupProgram group, Fields fields) {
    return group.where() == null || Boolean.TRUE.equals(evaluate(group, group.where(), fields));
  }

  private Object[] inputs(GroupProgram group, Fields fields) {
    Object[] inputs = new Object[group.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      Expression input = group.inputs().get(i);
      inputs[i] = input == null ? null : evaluate(group, input, fields);
    }
    return inputs;
  }

  private Object evaluate(GroupProgram group, Expression expression, Fields fields) {
    try {
      return expression.evaluate(fields);
    } catch (EvaluationException e) {
      metrics.featureFailed(group.group());
      return null;
    }
  }
}
