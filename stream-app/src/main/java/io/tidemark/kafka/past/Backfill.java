package io.tidemark.kafka.past;

import io.tidemark.contribution.Observed;
import io.tidemark.event.Event;
import io.tidemark.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the past of one partition to the groups that were declared after the application had read
 * it, each record once.
 *
 * <p>A group that the task meets for the first time has live every record from the offset at which
 * the task resumes; what was retained before it is the group's past. How far a group has come is in
 * a logged store, so it is part of the same transaction as what was passed on. One task, one
 * thread.
 */
public final class Backfill implements AutoCloseable {
  /** Bounds of one step, so that live traffic goes on. */
  public static final int RECORDS_PER_STEP = 5_000;

  public static final Duration TIME_PER_STEP = Duration.ofMillis(25);

  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

  private final PastSetup setup;
  private final TopicPartition partition;
  private final KeyValueStore<String, byte[]> store;
  private final LongSupplier clockMs;
  private final Consumer<Observed> out;
  private final Map<String, BackfillState> states = new TreeMap<>();
  private final Map<String, byte[]> unsaved = new LinkedHashMap<>();
  private final int partitions;
  private PastEvents events;
  private PastRecords records;

  /**
   * Looks up what is known about the groups, and where the task resumes when a group is new.
   *
   * @param store progress by group id; written from {@link #step} alone
   * @param clockMs stream time of the partition, which its past does not move
   * @param out takes what is to be passed on, during {@link #step}
   */
  public Backfill(
      PastSetup setup,
      int partition,
      KeyValueStore<String, byte[]> store,
      LongSupplier clockMs,
      Consumer<Observed> out) {
    this.setup = setup;
    this.partition = new TopicPartition(setup.reading().topic(), partition);
    this.store = store;
    this.clockMs = clockMs;
    this.out = out;
    load();
    if (!states.keySet().containsAll(setup.groups())) {
      meetNewGroups();
    }
    this.partitions = isOver() ? 0 : setup.history().partitions(this.partition.topic());
  }

  private void load() {
    try (KeyValueIterator<String, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        KeyValue<String, byte[]> row = rows.next();
        if (setup.groups().contains(row.key)) {
          states.put(row.key, BackfillState.decode(row.value));
        } else {
          unsaved.put(row.key, null);
        }
      }
    }
  }

  private void meetNewGroups() {
    OptionalLong resumesAt = setup.history().resumesAt(partition);
    Set<String> added = new HashSet<>(setup.groups());
    added.removeAll(states.keySet());
    for (String group : added) {
      put(group, new BackfillState(resumesAt.orElse(0), 0, false));
    }
    if (resumesAt.isPresent()) {
      LOG.info("{} catch up with {} before offset {}", added, partition, resumesAt.getAsLong());
    }
  }

  /** Whether every group has had everything, was told so, and this is remembered. */
  public boolean isOver() {
    return unsaved.isEmpty() && states.values().stream().allMatch(BackfillState::announced);
  }

  /**
   * Remembers what was met and tells what is complete. To be called before a live record is passed
   * on: the first commit must hold the offset at which live records begin.
   */
  public void settle() {
    for (Map.Entry<String, BackfillState> group : Map.copyOf(states).entrySet()) {
      if (group.getValue().complete() && !group.getValue().announced()) {
        out.accept(new Observed.CaughtUp(group.getKey(), partition.partition(), partitions));
        put(group.getKey(), group.getValue().told());
      }
    }
    unsaved.forEach(store::put);
    unsaved.clear();
  }

  /** Passes on as much as one step may. */
  public void step() {
    settle();
    if (states.values().stream().allMatch(BackfillState::complete)) {
      return;
    }
    open();
    int read = pass();
    advance(records.position());
    setup.metrics().pastRead(setup.reading().source(), read);
    settle();
  }

  private void open() {
    if (records != null) {
      return;
    }
    long next =
        states.values().stream()
            .filter(s -> !s.complete())
            .mapToLong(s -> s.next())
            .min()
            .orElse(0);
    // ids are remembered from the first record on, so all of it is read again after a restart
    OptionalLong from =
        next == 0 || setup.reading().deduplicates() ? OptionalLong.empty() : OptionalLong.of(next);
    events = new PastEvents(setup.reading());
    records = new PastRecords(setup.history().open(partition), partition, from);
    long endOffset = records.endOffset();
    // a topic that was made anew ends before the offsets that were committed for the old one
    states.replaceAll((group, state) -> state.within(endOffset));
  }

  private int pass() {
    long deadlineNanos = System.nanoTime() + TIME_PER_STEP.toNanos();
    int read = 0;
    while (read < RECORDS_PER_STEP && System.nanoTime() < deadlineNanos) {
      ConsumerRecord<byte[], byte[]> record = records.peek();
      if (record == null || record.offset() >= end() || !pass(record)) {
        return read;
      }
      records.remove();
      read++;
    }
    return read;
  }

  private long end() {
    return states.values().stream()
        .filter(s -> !s.complete())
        .mapToLong(s -> s.until())
        .max()
        .orElse(0);
  }

  /** Returns whether the record is done with; it is not while the registry is away. */
  private boolean pass(ConsumerRecord<byte[], byte[]> record) {
    try {
      Optional<Event> event = events.read(record);
      Set<String> lacking = event.isPresent() ? lacking(record.offset()) : Set.of();
      if (!lacking.isEmpty()) {
        out.accept(new Observed.Past(event.get(), lacking, clockMs.getAsLong()));
      }
      return true;
    } catch (RegistryUnavailableException e) {
      return false;
    }
  }

  private Set<String> lacking(long offset) {
    return states.entrySet().stream()
        .filter(group -> group.getValue().lacks(offset))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void advance(long position) {
    states.forEach(
        (group, state) -> {
          BackfillState now = state.upTo(position);
          if (!now.equals(state)) {
            unsaved.put(group, now.encode());
          }
        });
    states.replaceAll((group, state) -> state.upTo(position));
    setup.remaining().show(partition.toString(), remaining());
  }

  private long remaining() {
    return states.values().stream().mapToLong(s -> s.until() - s.next()).max().orElse(0);
  }

  private void put(String group, BackfillState state) {
    states.put(group, state);
    unsaved.put(group, state.encode());
  }

  @Override
  public void close() {
    setup.remaining().hide(partition.toString());
    if (records != null) {
      records.close();
      records = null;
    }
  }
}
