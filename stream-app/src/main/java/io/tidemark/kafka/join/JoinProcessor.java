package io.tidemark.kafka.join;

import io.tidemark.avro.LabelledExample;
import io.tidemark.join.Emission;
import io.tidemark.join.Fate;
import io.tidemark.join.JoinClock;
import io.tidemark.join.JoinCount;
import io.tidemark.join.JoinCounter;
import io.tidemark.join.JoinEngine;
import io.tidemark.join.JoinInput;
import io.tidemark.join.JoinState;
import io.tidemark.join.JoinStateCodec;
import io.tidemark.join.LabelMoves;
import io.tidemark.join.Moment;
import io.tidemark.join.Prediction;
import io.tidemark.join.Step;
import io.tidemark.kafka.StreamTimeHeader;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.join.JoinTopology.Joined;
import io.tidemark.kafka.join.Sided.Refusable;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.records.LabelEvents;
import io.tidemark.records.LabelledRecords;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.task.Timers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins predictions and outcomes by request id. The rules are {@link JoinEngine}'s; this keeps the
 * state per request id and wakes it when it falls due, from an index and not by a scan.
 */
final class JoinProcessor implements Processor<String, Sided, String, Joined> {
  private static final Logger LOG = LoggerFactory.getLogger(JoinProcessor.class);

  /** Most request ids woken at once, so that a task is never away for long. */
  private static final int DUE_AT_ONCE = 5_000;

  /** Later than anything falls due. */
  private static final long THE_END_MS = Long.MAX_VALUE / 2;

  private final JoinSetup setup;
  private final InputProgress progress;
  private final JoinEngine engine;
  private final JoinStateCodec codec = new JoinStateCodec();
  private JoinClock clock;
  private final JoinCounts counts;
  private final LabelMoves moves;
  private final PacedCommits commits;
  private LabelledRecords records;
  private LabelEvents events;
  private KeyValueStore<String, byte[]> states;
  private DueIndex due;
  private Set<TopicPartition> inputs = Set.of();
  private ProcessorContext<String, Joined> context;

  JoinProcessor(JoinSetup setup, InputProgress progress) {
    this.setup = setup;
    this.progress = progress;
    this.engine = setup.engine();
    this.counts = new JoinCounts(setup);
    this.moves = new LabelMoves(engine);
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, Joined> processorContext) {
    context = processorContext;
    inputs = inputs(context.applicationId(), context.taskId().partition());
    if (clock == null) {
      Set<String> outcomes = JoinTopology.outcomeTopics(context.applicationId(), setup.model());
      clock = new JoinClock(setup.timing().mode(), setup.timing().wall(), outcomes);
    }
    progress.begins(inputs);
    states = context.getStateStore(setup.stateStore());
    due = new DueIndex(context.getStateStore(setup.dueStore()));
    records = setup.records();
    events = new LabelEvents(setup.logs().predictions());
    counts.load(states, context.taskId().toString(), clock);
    CommitHook.beforeCommit(context, setup.hookStore(), () -> counts.save(states, clock));
    context.schedule(setup.timing().tick(), PunctuationType.WALL_CLOCK_TIME, at -> wake());
    commits.start(context);
  }

  private Set<TopicPartition> inputs(String applicationId, int partition) {
    return JoinTopology.logTopics(applicationId, setup.model()).stream()
        .map(topic -> new TopicPartition(topic, partition))
        .collect(Collectors.toSet());
  }

  @Override
  public void process(Record<String, Sided> record) {
    commits.read(record.timestamp());
    clock.arrived(record.timestamp());
    long streamMs = StreamTimeHeader.read(record.headers());
    JoinState before = load(record.key());
    Step step;
    Prediction arrived = null;
    String outcomeTrace = "";
    if (record.value().input() instanceof JoinInput.Predicted side) {
      clock.predicted(streamMs);
      arrived = side.prediction();
      step = engine.onPrediction(before, arrived, clock.of(record.timestamp()));
    } else {
      JoinInput.Happened side = (JoinInput.Happened) record.value().input();
      String topic = context.recordMetadata().map(RecordMetadata::topic).orElse("");
      clock.happened(topic, streamMs);
      Moment at = clock.of(record.timestamp());
      step = engine.onOutcome(before, side.outcome(), side.readAt(), at);
      outcomeTrace = TraceHeaders.read(record.headers());
    }
    settle(record.key(), new Taken(before, arrived, record.timestamp(), step), outcomeTrace);
    refuse(record, step);
    if (before != null && row(before.dueMs()) != row(step.nextDueMs())) {
      due.remove(row(before.dueMs()), record.key());
    }
  }

  private void wake() {
    OptionalLong throughMs = progress.readThroughMs(inputs);
    throughMs.ifPresent(clock::readThrough);
    counts.reading(setup.timing().wall().millis(), progress.inputsReadThroughMs(), throughMs);
    boolean over = clock.isOver(progress.endOfInputMs());
    List<Timers.Due> woken = due.take(over ? THE_END_MS : clock.nowMs(), DUE_AT_ONCE);
    int done = 0;
    try {
      for (; done < woken.size(); done++) {
        wake(woken.get(done));
      }
    } catch (RegistryUnavailableException e) {
      LOG.warn("{} labels wait for the schema registry: {}", woken.size() - done, e.getMessage());
      woken.subList(done, woken.size()).forEach(later -> due.add(later.dueMs(), later.key()));
    }
    counts.show();
  }

  /** At the clock's time, or at its own where the clock will not get there any more. */
  private void wake(Timers.Due timer) {
    JoinState state = load(timer.key());
    if (state != null) {
      long atMs = Math.max(clock.nowMs(), timer.dueMs());
      Step step = engine.onTime(state, atMs);
      settle(timer.key(), new Taken(state, null, atMs, step), "");
      step.fates().forEach(fate -> say(timer.key(), fate, null));
    }
  }

  /** Passes on what goes to quarantine, now or once every model of the topic has given it up. */
  private void refuse(Record<String, Sided> record, Step step) {
    JoinInput input = record.value().input();
    Refusable source = record.value().refusable(record.headers());
    if (step.isTooOld() && source.besides() == null) {
      LOG.warn(
          "Prediction {} is too old by definitions that were others when it came", record.key());
    } else if (step.isTooOld()) {
      forward(record.key(), new Joined.TooOld(setup.model().predictionTopic(), source));
    }
    boolean asked = input instanceof JoinInput.Happened;
    for (Fate fate : step.fates()) {
      boolean answers = asked && fate.outcome().equals(((JoinInput.Happened) input).readAt());
      say(record.key(), fate, answers ? source : null);
      asked &= !answers;
    }
  }

  private void say(String requestId, Fate fate, Refusable source) {
    forward(requestId, new Joined.Said(setup.model().name(), fate, source));
  }

  private void forward(String requestId, Joined joined) {
    context.forward(new Record<>(requestId, joined, setup.timing().wall().millis()));
  }

  @Override
  public void close() {
    counts.hide();
  }

  /** A step with what it started from. */
  private record Taken(JoinState before, Prediction arrived, long arrivedMs, Step step) {}

  /**
   * Stores the state, arms its timer, publishes and counts; or does nothing at all, where the
   * prediction cannot be read back because the registry has not said how.
   */
  private void settle(String requestId, Taken taken, String outcomeTrace) {
    Step step = taken.step();
    List<LabelledExample> examples = step.emissions().stream().map(records::example).toList();
    List<Joined> moved =
        moves.of(taken.before(), taken.arrived(), taken.arrivedMs(), step).stream()
            .<Joined>map(move -> new Joined.Moved(events.of(move)))
            .toList();
    if (step.state() == null) {
      states.delete(requestId);
    } else {
      states.put(requestId, codec.encode(step.state()));
      due.add(row(step.nextDueMs()), requestId);
    }
    moved.forEach(move -> forward(requestId, move));
    for (int i = 0; i < examples.size(); i++) {
      Emission emission = step.emissions().get(i);
      Duration cohort = moves.cohort(emission, taken.before(), taken.arrivedMs());
      publish(emission, new Joined.Example(examples.get(i), cohort), outcomeTrace);
    }
    step.counts().forEach(counts::add);
  }

  /** Due times of the index are not negative. */
  private static long row(long dueMs) {
    return Math.max(0, dueMs);
  }

  private JoinState load(String requestId) {
    byte[] stored = states.get(requestId);
    return stored == null ? null : codec.decode(requestId, stored);
  }

  private void publish(Emission emission, Joined.Example said, String outcomeTrace) {
    LabelledExample example = said.record();
    if (emission instanceof Emission.Labelled labelled && labelled.retracted() == null) {
      counts.delayed(emission.prediction().modelVersion(), emission.label(), labelled.delayMs());
    }
    if (LabelledRecords.isLeftOut(example)) {
      counts.add(new JoinCount(JoinCounter.SAMPLED_OUT, emission.label()));
      return;
    }
    String key = LabelledRecords.key(example);
    Headers headers = TraceHeaders.write(LabelledRecords.trace(emission, outcomeTrace));
    long timeMs = example.getPredictionTime().toEpochMilli();
    context.forward(new Record<>(key, said, timeMs, headers));
    commits.forwarded();
  }
}
