package io.tidemark.kafka.join;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.LabelledExample;
import io.tidemark.contribution.EntityInput;
import io.tidemark.definition.ClockMode;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.erasure.ErasureRows;
import io.tidemark.erasure.RequestErasing;
import io.tidemark.erasure.RequestErasing.Removed;
import io.tidemark.erasure.RequestErasure;
import io.tidemark.erasure.RequestIndex;
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
import io.tidemark.join.ReadAt;
import io.tidemark.join.Step;
import io.tidemark.kafka.StreamTimeHeader;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.erasure.StoredErasures;
import io.tidemark.kafka.erasure.StoredRequests;
import io.tidemark.kafka.join.JoinTopology.Joined;
import io.tidemark.kafka.join.JoinTopology.ToJoin;
import io.tidemark.kafka.join.Sided.Refusable;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.labels.LabelWait;
import io.tidemark.records.LabelEvents;
import io.tidemark.records.LabelWaits;
import io.tidemark.records.LabelledRecords;
import io.tidemark.records.TopicKeys;
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
final class JoinProcessor implements Processor<String, ToJoin, String, Joined> {
  private static final Logger LOG = LoggerFactory.getLogger(JoinProcessor.class);

  /** Most request ids woken at once, so that a task is never away for long. */
  private static final int DUE_AT_ONCE = 5_000;

  /** By how much a topic has a record longer than it must: its segments are of a week. */
  private static final Duration SEGMENT = Duration.ofDays(8);

  /** Later than anything falls due. */
  private static final long THE_END_MS = Long.MAX_VALUE / 2;

  private final JoinTopology topology;
  private final JoinSetup setup;
  private final InputProgress progress;
  private final JoinEngine engine;
  private final JoinStateCodec codec = new JoinStateCodec();
  private JoinClock clock;
  private final JoinCounts counts;
  private final LabelMoves moves;
  private final LabelWaits waits;
  private final PacedCommits commits;
  private LabelledRecords records;
  private LabelEvents events;
  private KeyValueStore<String, byte[]> states;
  private DueIndex due;
  private RequestIndex requests;
  private RequestErasing erasing;
  private Set<TopicPartition> inputs = Set.of();
  private ProcessorContext<String, Joined> context;

  JoinProcessor(JoinTopology topology) {
    this.topology = topology;
    this.setup = topology.setup();
    this.progress = topology.progress();
    this.engine = setup.engine();
    this.counts = new JoinCounts(setup);
    this.moves = new LabelMoves(engine);
    this.waits = new LabelWaits(engine, setup.timing().mode() == ClockMode.STREAM);
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
    Duration kept = topology.erasing().kept().plus(engine.longest()).plus(SEGMENT);
    requests =
        new RequestIndex(new StoredRequests(context.getStateStore(setup.requestStore())), kept);
    ErasureRows erased = new StoredErasures(context.getStateStore(setup.erasureStore()));
    erasing = new RequestErasing(new ErasureMemory("", erased), requests);
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
  public void process(Record<String, ToJoin> record) {
    commits.read(record.timestamp());
    if (record.value() instanceof Sided sided) {
      join(record.withValue(sided));
    } else if (record.value() instanceof JoinTopology.Asked asked) {
      RequestErasure known = ask(record.key(), asked.erasure());
      if (known != null) {
        answer(known);
      }
      erase();
    }
  }

  private void join(Record<String, Sided> record) {
    clock.arrived(record.timestamp());
    long streamMs = StreamTimeHeader.read(record.headers());
    JoinState before = load(record.key());
    Step step;
    Prediction arrived = null;
    String outcomeTrace = "";
    if (record.value().input() instanceof JoinInput.Predicted side) {
      clock.predicted(streamMs);
      arrived = side.prediction();
      step = predict(before, arrived, record);
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
    rearm(record.key(), before, step);
  }

  private void rearm(String requestId, JoinState before, Step step) {
    if (before != null && row(before.dueMs()) != row(step.nextDueMs())) {
      due.remove(row(before.dueMs()), requestId);
    }
  }

  private Step predict(JoinState before, Prediction prediction, Record<String, Sided> record) {
    Moment at = clock.of(record.timestamp());
    Set<String> entities = record.value().entities();
    if (erasing.isErased(entities, prediction.timeMs())) {
      return engine.onErasedPrediction(before, prediction, at);
    }
    Step step = engine.onPrediction(before, prediction, at);
    if (step.isOpened()) {
      erasing.opened(entities, record.key(), nowMs());
    }
    return step;
  }

  private long nowMs() {
    return setup.timing().wall().millis();
  }

  private void wake() {
    OptionalLong throughMs = progress.readThroughMs(inputs);
    throughMs.ifPresent(clock::readThrough);
    counts.reading(nowMs(), progress.inputsReadThroughMs(), throughMs);
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
    tellHowFar(over, done < DUE_AT_ONCE && done == woken.size());
    counts.show();
    erase();
    requests.dropOld(nowMs(), RequestErasing.AT_ONCE, id -> states.get(id) != null);
  }

  /** Once all that was due by then is told; at the end of a history, as of its last label. */
  private void tellHowFar(boolean over, boolean allTold) {
    if (allTold && clock.nowMs() > 0) {
      long throughMs = clock.nowMs() + (over ? engine.longest().toMillis() : 0);
      forward("", new LabelWait.ReadThrough(context.taskId().partition(), throughMs));
    }
  }

  private void forward(String requestId, LabelWait wait) {
    forward(requestId, new Joined.Waits(wait));
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
      forward(
          record.key(),
          new Joined.TooOld(setup.model().predictionTopic(), source, record.value().entities()));
    }
    boolean asked = input instanceof JoinInput.Happened;
    for (Fate fate : step.fates()) {
      boolean answers = asked && fate.outcome().equals(((JoinInput.Happened) input).readAt());
      say(record.key(), fate, answers ? source : null);
      asked &= !answers;
    }
  }

  private void say(String requestId, Fate fate, Refusable source) {
    if (fate.kind() == Fate.Kind.ORPHANED) {
      ReadAt readAt = fate.outcome();
      String where = readAt.topic() + "/" + readAt.partition() + "/" + readAt.offset();
      forward(requestId, new LabelWait.Orphaned(requestId, where, clock.nowMs()));
    }
    forward(requestId, new Joined.Said(setup.model().name(), fate, source));
  }

  private void forward(String requestId, Joined joined) {
    context.forward(new Record<>(requestId, joined, nowMs()));
  }

  private RequestErasure ask(String entity, EntityInput.Erased asked) {
    return erasing.ask(entity, asked.id(), asked.beforeMs(), nowMs());
  }

  private void erase() {
    erasing.step(this::erase).forEach(this::answer);
    topology.erasing().underWay().show(context.taskId().toString(), erasing.underWay());
  }

  /** What was made at the time or later is told apart while its prediction is there, not after. */
  private Removed erase(String requestId, long beforeMs) {
    JoinState before = load(requestId);
    boolean later = before instanceof JoinState.Open o && o.prediction().timeMs() >= beforeMs;
    if (later || before instanceof JoinState.Erased) {
      return later ? Removed.KEPT : Removed.NOTHING;
    }
    boolean known = before instanceof JoinState.Open || before instanceof JoinState.Ended;
    forward(requestId, new LabelWait.Forgotten(requestId));
    if (known) {
      Step step = engine.onErasure(before);
      settle(requestId, new Taken(before, null, nowMs(), step), "");
      rearm(requestId, before, step);
    }
    List<String> said = counts.labels().stream().filter(l -> !isUnsaid(before, l)).toList();
    for (String label : said) {
      forward(TopicKeys.ofExample(setup.model().name(), requestId, label), new Joined.Gone());
    }
    topology.erasing().metrics().examplesErased(setup.model().name(), said.size());
    return new Removed(false, known ? 1 : 0, said.size());
  }

  private static boolean isUnsaid(JoinState state, String label) {
    return state instanceof JoinState.Open open && open.unsaid(label);
  }

  private void answer(RequestErasure erasure) {
    int part = context.taskId().partition();
    ErasureReceipt receipt =
        topology
            .erasing()
            .receipts()
            .of(
                erasure,
                setup.stateStore(),
                topology.labelledTopic(),
                part,
                topology.partitions(),
                setup.timing().wall().instant());
    forward(erasure.id(), new Joined.Answer(receipt));
    commits.forwarded();
  }

  @Override
  public void close() {
    counts.hide();
    topology.erasing().underWay().hide(context.taskId().toString());
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
    waits
        .of(taken.before(), taken.arrived(), taken.arrivedMs(), step)
        .forEach(wait -> forward(requestId, wait));
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
