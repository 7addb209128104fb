package io.tidemark.kafka.features;

import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.contribution.ContributionProgram.GroupProgram;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInput.Contributed;
import io.tidemark.contribution.Observed;
import io.tidemark.event.Event;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.state.PacedCommits;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Evaluates what an event contributes to an entity, so that only that crosses a repartition topic.
 *
 * <p>An event without the entity's key, or that no group selects, contributes nothing. An
 * expression that fails is counted and its aggregate skips the event. Groups go by their ids from
 * here on: what is under way when a group's content changes is not taken for the new one's.
 */
final class ContributionProcessor
    extends ContextualProcessor<byte[], Observed, String, EntityInput> {
  /** Of what is about no entity. */
  private static final String NO_KEY = "";

  private final ContributionProgram program;
  private final FeatureSetup setup;
  private final boolean direct;
  private final Set<String> ids;
  private final PacedCommits commits;

  /**
   * Creates a processor.
   *
   * @param direct whether the entity's task reads the same partition, and no other
   */
  ContributionProcessor(ContributionProgram program, FeatureSetup setup, boolean direct) {
    FeaturePlan plan = setup.plan();
    this.program = program.withIds(group -> plan.groupIds().get(plan.groupIndex(group)));
    this.ids = this.program.groups().stream().map(GroupProgram::id).collect(Collectors.toSet());
    this.setup = setup;
    this.direct = direct;
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, EntityInput> context) {
    super.init(context);
    if (!direct) {
      // what crosses a repartition topic can be read behind it once it is committed
      commits.start(context);
    }
  }

  @Override
  public void process(Record<byte[], Observed> record) {
    commits.read(record.timestamp());
    Observed observed = record.value();
    if (observed instanceof Observed.Live live) {
      contribute(
          record, live.event(), id -> true, made -> new Contributed(made, false, live.clockMs()));
    } else if (observed instanceof Observed.Past past) {
      contribute(
          record,
          past.event(),
          past.groups()::contains,
          made -> new Contributed(made, true, past.clockMs()));
    } else if (observed instanceof Observed.CaughtUp caughtUp && ids.contains(caughtUp.group())) {
      int partitions = direct ? 1 : caughtUp.partitions();
      EntityInput told =
          new EntityInput.CaughtUp(caughtUp.group(), caughtUp.partition(), partitions);
      context().forward(record.withKey(NO_KEY).withValue(told));
    } else if (observed instanceof Observed.Erased erased && program.keyedByEntity()) {
      EntityInput asked = new EntityInput.Erased(erased.id(), erased.beforeMs(), false, 1);
      context().forward(record.withKey(erased.key()).withValue(asked));
      commits.forwarded();
    }
  }

  private void contribute(
      Record<byte[], Observed> record,
      Event event,
      Predicate<String> wanted,
      Function<Contribution, EntityInput> input) {
    Optional<String> key = program.keyOf(event.fields());
    if (key.isPresent()) {
      Optional<Contribution> made =
          program.contribute(event, wanted, setup.metrics().features()::featureFailed);
      if (made.isPresent()) {
        // not withKey and withValue: each copies the headers
        context()
            .forward(
                new Record<>(
                    key.get(), input.apply(made.get()), record.timestamp(), goingOn(record)));
        commits.forwarded();
      }
    }
  }

  /** Nobody but the topic of vectors says where a change came from. */
  private Headers goingOn(Record<byte[], Observed> record) {
    return setup.output().toTopic() ? TraceHeaders.only(record.headers()) : null;
  }
}
