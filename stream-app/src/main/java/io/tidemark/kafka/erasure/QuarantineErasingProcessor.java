package io.tidemark.kafka.erasure;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.Quarantined;
import io.tidemark.contribution.EntityInput;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.erasure.RequestErasing;
import io.tidemark.erasure.RequestErasing.Removed;
import io.tidemark.erasure.RequestErasure;
import io.tidemark.erasure.RequestIndex;
import io.tidemark.kafka.erasure.QuarantineErasing.Input;
import io.tidemark.kafka.erasure.QuarantineErasing.Said;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.records.TopicKeys;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases entities from a partition of quarantine: notes which records are about whom as they come,
 * and writes tombstones for those of an entity. One that comes after the erasure and was written
 * before it goes at once.
 */
final class QuarantineErasingProcessor implements Processor<String, Input, String, Said> {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineErasingProcessor.class);
  private static final Said GONE = new Said(null);

  /** By how much a topic has a record longer than it must: its segments are of a week. */
  private static final Duration SEGMENT = Duration.ofDays(8);

  private final QuarantineErasing setup;
  private final Clock wall;
  private final AvroReader<Quarantined> reader;
  private final PacedCommits commits;
  private RequestIndex index;
  private RequestErasing erasing;
  private ProcessorContext<String, Said> context;

  QuarantineErasingProcessor(QuarantineErasing setup) {
    this.setup = setup;
    this.wall = setup.timing().wall();
    this.reader = setup.reader().get();
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, Said> processorContext) {
    context = processorContext;
    index =
        new RequestIndex(
            new StoredRequests(context.getStateStore(setup.indexStore())),
            setup.kept().plus(SEGMENT));
    StoredErasures erased = new StoredErasures(context.getStateStore(setup.erasureStore()));
    erasing = new RequestErasing(new ErasureMemory("", erased), index);
    context.schedule(setup.timing().tick(), PunctuationType.WALL_CLOCK_TIME, at -> tick());
    commits.start(context);
  }

  @Override
  public void process(Record<String, Input> record) {
    commits.read(record.timestamp());
    if (record.value() instanceof Input.Asked asked) {
      EntityInput.Erased erased = asked.erasure();
      RequestErasure known =
          erasing.ask(record.key(), erased.id(), erased.beforeMs(), wall.millis());
      if (known != null) {
        answer(known);
      }
      erase();
    } else if (record.value() instanceof Input.Came came && came.wire() != null) {
      came(record.key(), came.wire());
    }
  }

  private void came(String key, byte[] wire) {
    try {
      Quarantined quarantined = reader.read(wire);
      // what somebody else has put there has another key, and a tombstone would be of no use
      if (!TopicKeys.of(quarantined).equals(key)) {
        return;
      }
      long writtenMs = TopicKeys.quarantinedAtMs(key).orElse(Long.MIN_VALUE);
      if (erasing.isErased(quarantined.getEntities(), writtenMs)) {
        goes(key);
      } else {
        erasing.opened(quarantined.getEntities(), key, wall.millis());
      }
    } catch (DecodingException e) {
      LOG.warn("A record in quarantine is none of ours: {}", e.getMessage());
    }
  }

  private void tick() {
    erase();
    index.dropOld(wall.millis(), RequestErasing.AT_ONCE, key -> false);
  }

  private void erase() {
    erasing.step(this::erase).forEach(this::answer);
  }

  private Removed erase(String key, long beforeMs) {
    long writtenMs = TopicKeys.quarantinedAtMs(key).orElse(Long.MIN_VALUE);
    if (writtenMs >= beforeMs) {
      return Removed.KEPT;
    }
    goes(key);
    return new Removed(false, 0, 1);
  }

  private void goes(String key) {
    context.forward(new Record<>(key, GONE, wall.millis()));
    commits.forwarded();
  }

  private void answer(RequestErasure erasure) {
    ErasureReceipt receipt =
        setup
            .receipts()
            .of(
                erasure,
                ErasureReceipts.QUARANTINE,
                setup.topic(),
                context.taskId().partition(),
                setup.partitions(),
                wall.instant());
    context.forward(new Record<>(erasure.id(), new Said(receipt), wall.millis()));
    commits.forwarded();
  }
}
