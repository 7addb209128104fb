package io.tidemark.kafka.join;

import io.tidemark.avro.Quarantined;
import io.tidemark.join.Fate;
import io.tidemark.join.ReadAt;
import io.tidemark.kafka.ingest.LateRefusal;
import io.tidemark.kafka.ingest.SourceRecord;
import io.tidemark.kafka.join.HeldOutcomes.HeldOutcome;
import io.tidemark.kafka.join.JoinTopology.Joined;
import io.tidemark.validation.Reason;
import io.tidemark.validation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes to quarantine what the joins of one topic of outcomes refuse: predictions that are too old,
 * and outcomes whose hold has ended in every model of the topic without a prediction.
 *
 * <p>Each model says of an outcome, while that is read, whether it is held; only where all hold it
 * is it kept as it came. From then on one that has its prediction is enough to let it go, and the
 * last whose hold ends makes it an orphan.
 */
final class UnjoinedProcessor implements Processor<String, Joined, byte[], Quarantined> {
  private static final String TOO_OLD =
      "prediction of request '%s' came so late that the request may have been labelled and"
          + " forgotten, so it is not labelled again: log predictions when they are made, or raise"
          + " the window or late_horizon of a label.";
  private static final String ORPHAN =
      "no prediction of request '%s' came while the outcome was held: its prediction was not logged,"
          + " has another id, or came later; feed the record again once it is there, or raise hold.";

  private static final Duration SOON = Duration.ofSeconds(1);

  private final UnjoinedTopology setup;
  private final LateRefusal refusal;
  private HeldOutcomes held;
  private ProcessorContext<byte[], Quarantined> context;
  private Cancellable sweep;

  /** What was said so far of the outcome that is being read; null between outcomes. */
  private Verdicts reading;

  private static final class Verdicts {
    private final ReadAt outcome;
    private final List<String> holding = new ArrayList<>();
    private int said;
    private boolean settled;

    private Verdicts(ReadAt outcome) {
      this.outcome = outcome;
    }

    private void add(Joined.Said said) {
      this.said++;
      settled |= said.fate().kind() == Fate.Kind.SETTLED;
      holding.add(said.model());
    }
  }

  UnjoinedProcessor(UnjoinedTopology setup) {
    this.setup = setup;
    this.refusal = new LateRefusal(setup.ingest().wall(), setup.ingest().metrics());
  }

  @Override
  public void init(ProcessorContext<byte[], Quarantined> processorContext) {
    context = processorContext;
    held = new HeldOutcomes(context.getStateStore(setup.heldStore()));
    reading = null;
    refusal.begin(setup.outcomeTopic());
    setup.predictionTopics().forEach(refusal::begin);
    if (held.areOthers(setup.models())) {
      // nothing can be forwarded here
      sweep = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, at -> sweep());
    }
  }

  /** A model that is declared no more says no more of what it has held. */
  private void sweep() {
    sweep.cancel();
    held.forEach((row, outcome) -> keep(row, outcome.without("", setup.models())));
    held.note(setup.models());
  }

  @Override
  public void process(Record<String, Joined> record) {
    if (record.value() instanceof Joined.TooOld old) {
      SourceRecord source = SourceRecord.of(old.source().besides(), old.source().wire());
      String why = TOO_OLD.formatted(record.key());
      refuse(
          source,
          old.topic(),
          new Verdict.Quarantined(Reason.PREDICTION_TOO_OLD, null, why),
          old.entities());
    } else if (record.value() instanceof Joined.Said said) {
      hear(HeldOutcomes.row(said.fate().outcome(), record.key()), said);
    }
  }

  private void hear(String row, Joined.Said said) {
    boolean undecided = reading != null && reading.outcome.equals(said.fate().outcome());
    if (said.source() != null) {
      reading = undecided ? reading : new Verdicts(said.fate().outcome());
      reading.add(said);
      decide(row, said.source());
    } else if (said.fate().kind() == Fate.Kind.SETTLED) {
      held.remove(row);
    } else if (undecided) {
      reading.holding.remove(said.model());
    } else {
      giveUp(row, said.model());
    }
  }

  /** Once every model has said whether it holds the outcome. */
  private void decide(String row, Sided.Refusable source) {
    if (reading.said == setup.models().size()) {
      if (!reading.settled) {
        keep(row, new HeldOutcome(reading.holding, source));
      }
      reading = null;
    }
  }

  private void giveUp(String row, String model) {
    HeldOutcome outcome = held.get(row);
    if (outcome != null) {
      keep(row, outcome.without(model, setup.models()));
    }
  }

  private void keep(String row, HeldOutcome outcome) {
    if (!outcome.models().isEmpty()) {
      held.put(row, outcome);
      return;
    }
    held.remove(row);
    String requestId = HeldOutcomes.requestId(row);
    String why = ORPHAN.formatted(requestId);
    refuse(
        outcome.record(),
        setup.outcomeTopic(),
        new Verdict.Quarantined(Reason.ORPHAN, null, why),
        Set.of());
  }

  private void refuse(
      SourceRecord source, String topic, Verdict.Quarantined why, Set<String> entities) {
    context.forward(refusal.refuse(source, topic, why, entities));
  }
}
