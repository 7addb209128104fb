package io.tidemark.kafka.features;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInput.Contributed;
import io.tidemark.definition.ClockMode;
import io.tidemark.delivery.EntityErasing;
import io.tidemark.delivery.EntitySending;
import io.tidemark.delivery.VectorSender.Cause;
import io.tidemark.entity.Entities;
import io.tidemark.entity.EntityEntry;
import io.tidemark.entity.SendPace;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.records.TopicKeys;
import io.tidemark.task.TaskClock;
import io.tidemark.task.Timers.Due;
import java.time.Clock;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies contributions to entities and has an entity's row sent when it changes, whether an event
 * or only time changed it.
 *
 * <p>Changes are gathered until {@link SendPace} says, so a hot key costs one row per flush, and
 * none when its vector says what the last one said. {@link Entities} has what becomes of an entity,
 * {@link EntitySending} how its row gets into the online store; nothing waits for that store but an
 * entity that has to be evicted. State is serialised once per commit, and so are timers. Which
 * entities hold a change that the store has not acknowledged is part of every commit, so a crash
 * after it loses none.
 *
 * <p>When other versions of groups are to be served, or every row is asked for again, all entities
 * are scanned, some at each step.
 */
final class FeatureProcessor implements Processor<String, EntityInput, String, SpecificRecord> {
  /** How often to look whether to send, and at what the store has answered. */
  static final Duration STEP = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(FeatureProcessor.class);

  private final FeatureSetup setup;
  private final Clock wall;
  private final TaskClock clock;
  private final PacedCommits commits;
  private SendPace pace;
  private FeatureTask task;
  private ProcessorContext<String, SpecificRecord> context;

  FeatureProcessor(FeatureSetup setup) {
    this.setup = setup;
    this.wall = setup.wall();
    this.clock = setup.timing().clock();
    this.commits = new PacedCommits(setup.timing());
  }

  /**
   * A task that is closed and revived keeps its processors: what is not committed is read again.
   */
  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    pace = new SendPace(STEP, setup.timing().tick(), setup.timing().commitInterval());
    task = new FeatureTask(setup, clock, context, this::publish);
    if (!task.maySend()) {
      context.commit();
    }
    CommitHook.beforeCommit(context, setup.hookStore(), this::save);
    commits.start(context);
    every(STEP, this::step);
    every(setup.timing().tick(), this::tick);
  }

  private void every(Duration interval, Runnable what) {
    context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, at -> what.run());
  }

  private void publish(FeatureVector vector, String trace) {
    String key = TopicKeys.of(vector);
    context.forward(new Record<>(key, vector, wall.millis(), TraceHeaders.write(trace)));
  }

  @Override
  public void process(Record<String, EntityInput> record) {
    pace.read(record.timestamp());
    commits.read(record.timestamp());
    if (record.value() instanceof Contributed contributed) {
      contribute(record.key(), contributed, record.headers());
    } else if (record.value() instanceof EntityInput.Erased erased) {
      erase(record.key(), erased);
    } else if (record.value() instanceof EntityInput.CaughtUp told) {
      task.caughtUp(told);
    }
  }

  private void contribute(String key, Contributed input, Headers headers) {
    clock.observe(input.clockMs());
    String trace = setup.output().toTopic() ? TraceHeaders.read(headers) : "";
    if (!task.updates.apply(task.sending.get(key), input, task.sending.served(), trace)) {
      setup.metrics().erasure().eventDropped(setup.entity());
    }
  }

  private void erase(String key, EntityInput.Erased asked) {
    setup.metrics().erasure().reached(setup.entity());
    commits.forwarded();
    int part = asked.parts() == 1 ? 0 : context.taskId().partition();
    if (task.erasing.erase(key, asked, part) && setup.output().toTopic()) {
      String name = TopicKeys.ofEntity(setup.namespace(), setup.entity(), key);
      context.forward(new Record<>(name, null, wall.millis()));
    }
  }

  private void answer(EntityErasing.Answer answer) {
    int partition = context.taskId().partition();
    ErasureReceipt receipt =
        setup
            .output()
            .receipts()
            .of(setup.stage(), answer.erasure(), answer.refusal(), partition, wall.instant());
    setup.metrics().erasure().answered(setup.entity(), receipt.getStatus().name());
    context.forward(new Record<>(answer.erasure().id(), receipt, wall.millis()));
    commits.forwarded();
  }

  private void step() {
    task.sending.collect();
    task.erasing.step(wall.millis()).forEach(this::answer);
    if (pace.isDue(wall.millis())) {
      task.entities.release();
      if (setup.clock() == ClockMode.STREAM) {
        expire();
      }
    }
    sweep();
    task.sending.drain();
    task.sending.dispatch();
    task.sending.acknowledged().ifPresent(this::rebuilt);
    show();
  }

  private void show() {
    task.sending.show();
    setup.output().erasures().show(context.taskId().toString(), task.erasing.waiting());
  }

  private void rebuilt(String request) {
    setup.sweeping().rebuilds().done(setup.entity(), context.taskId().partition(), request);
  }

  /** What the wall clock has changed does not wait for events that are late. */
  private void tick() {
    if (setup.clock() == ClockMode.WALL) {
      expire();
      task.sending.dispatch();
    }
  }

  private void expire() {
    task.entities.due(task.sending.room()).forEach(this::expire);
  }

  private void expire(Due timer) {
    EntityEntry entry = task.sending.get(timer.key());
    if (task.entities.expires(entry, timer)) {
      task.sending.send(entry, Cause.TIME);
    }
  }

  private void sweep() {
    setup.metrics().features().entitiesSwept(setup.entity(), task.sweep.step());
  }

  private void save() {
    task.save();
    // before a commit as well, so that whoever sees it committed sees what still waits
    show();
  }

  /** What goes to a topic cannot be sent any more. */
  @Override
  public void close() {
    if (task != null) {
      task.close(!setup.output().toTopic());
      setup.output().erasures().hide(context.taskId().toString());
    }
  }
}
