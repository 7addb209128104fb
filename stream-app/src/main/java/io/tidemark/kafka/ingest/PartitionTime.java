package io.tidemark.kafka.ingest;

import io.tidemark.contribution.EntityInput;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.WindowTime;
import io.tidemark.task.TaskClock;
import io.tidemark.task.TaskSum;
import io.tidemark.validation.HeldBack;
import io.tidemark.validation.HeldBack.Held;
import io.tidemark.validation.StreamTime;
import io.tidemark.validation.StreamTimeCodec;
import io.tidemark.validation.StreamTimeCodec.Partition;
import io.tidemark.validation.Verdict;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What time it is for windows in the partition that a task reads: by the wall clock, or by its
 * records, of which those too far ahead are held until they are confirmed. Not thread-safe.
 */
final class PartitionTime {
  private static final String KEY = "time";

  private final ClockMode mode;
  private final TaskClock clock;
  private final StreamTimeCodec<RawRecord> codec;
  private final String taskId;
  private final TaskSum heldMs;
  private Partition<RawRecord> partition;
  private KeyValueStore<String, byte[]> store;
  private byte[] saved = {};

  private PartitionTime(WindowTime rule, Clock wall, String taskId, TaskSum heldMs) {
    this.mode = rule.clock();
    this.clock = new TaskClock(mode, wall);
    this.codec = new StreamTimeCodec<>(rule, RawRecord::write, RawRecord::read);
    this.taskId = taskId;
    this.heldMs = heldMs;
    this.partition = codec.empty();
  }

  /**
   * Of a task that is taken over: it goes on where the last owner has committed.
   *
   * @param heldMs told by how much time is held back
   */
  static PartitionTime of(
      Clock wall, TimeStores stores, TaskSum heldMs, ProcessorContext<?, ?> context) {
    PartitionTime made =
        new PartitionTime(stores.time(), wall, context.taskId().toString(), heldMs);
    if (stores.isKept()) {
      made.load(stores.open(context, made::save));
    }
    return made;
  }

  private void load(KeyValueStore<String, byte[]> remembered) {
    store = remembered;
    byte[] bytes = store.get(KEY);
    if (bytes != null) {
      partition = codec.decode(bytes);
      saved = bytes;
    }
  }

  private void save() {
    byte[] bytes = codec.encode(partition);
    if (!Arrays.equals(bytes, saved)) {
      store.put(KEY, bytes);
      saved = bytes;
    }
    show();
  }

  private void show() {
    heldMs.show(taskId, partition.held().heldMs());
  }

  /** The instant by which an event is late. */
  long nowMs(long eventTimeMs) {
    long streamMs = partition.time().nowMs();
    if (mode == ClockMode.WALL) {
      return clock.nowMs();
    }
    return streamMs == StreamTime.NOT_SET ? eventTimeMs : streamMs;
  }

  /** What the features are told of stream time. */
  long streamMs() {
    long streamMs = partition.time().nowMs();
    return streamMs == StreamTime.NOT_SET ? EntityInput.NO_CLOCK : streamMs;
  }

  /** Whether time is that of the records. */
  boolean followsEvents() {
    return mode == ClockMode.STREAM;
  }

  /** Whether an event is to be held. */
  boolean isAhead(long eventTimeMs) {
    return partition.time().isAhead(eventTimeMs);
  }

  /** Takes note of an event that goes on. */
  void believe(long eventTimeMs) {
    if (mode == ClockMode.STREAM) {
      partition.time().believe(eventTimeMs);
      partition.held().believed();
    }
  }

  /** Holds a record that {@link #isAhead}. */
  void hold(long key, long eventTimeMs, RawRecord record) {
    partition.held().hold(new Held<>(key, eventTimeMs, record));
    show();
  }

  /** What of the records held is known by now to be confirmed, or not to be. */
  void decide(Consumer<RawRecord> confirmed, BiConsumer<RawRecord, Verdict.Quarantined> refused) {
    HeldBack<RawRecord> held = partition.held();
    for (RawRecord next = held.nextConfirmed(); next != null; next = held.nextConfirmed()) {
      confirmed.accept(next);
    }
    for (Held<RawRecord> next = held.nextRefused(); next != null; next = held.nextRefused()) {
      refused.accept(next.record(), held.refusal(next.timeMs()));
    }
  }

  void close() {
    heldMs.hide(taskId);
  }
}
