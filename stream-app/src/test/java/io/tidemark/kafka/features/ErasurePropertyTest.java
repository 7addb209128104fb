package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contribution.EntityInput;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * Events, erasures, commits, outages, crashes and owners that do not know they are none, in any
 * order: in the end the store holds of everybody what was counted since the last erasure.
 */
class ErasurePropertyTest extends FeatureFixture {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final int RUNS = 150;
  private static final int STEPS = 80;
  private static final int KEYS = 4;

  /** An event at a time, or an erasure of what was before it. */
  private record Input(String key, long ms, String erasure) {}

  private record Former(
      FeatureProcessor processor, MockProcessorContext<String, SpecificRecord> context) {}

  private final List<Input> inputs = new ArrayList<>();
  private final List<String> history = new ArrayList<>();
  private final List<Former> formers = new ArrayList<>();
  private final Map<KeyValueStore<?, byte[]>, Map<Object, byte[]>> committed = new HashMap<>();
  private int committedInputs;

  @Test
  void storeHoldsWhatWasCountedSinceTheLastErasure() {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      stores();
      store.forgetAll();
      inputs.clear();
      history.clear();
      formers.clear();
      committedInputs = 0;
      play(new Random(seed));
      check(seed);
    }
  }

  private void play(Random random) {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    commit();
    for (int step = 0; step < STEPS; step++) {
      step(random, random.nextInt(100));
    }
    formers.forEach(this::flushFormer);
    store.recover();
    for (int i = 0; i < 6; i++) {
      wall.advance(Duration.ofSeconds(1));
      flush();
      commit();
    }
  }

  private void step(Random random, int draw) {
    String key = "k" + random.nextInt(KEYS);
    wall.advance(Duration.ofMillis(random.nextInt(20)));
    if (draw < 45) {
      long agoMs = random.nextInt(3) == 0 ? random.nextInt(300) : 0;
      give(new Input(key, wall.millis() - agoMs, null));
    } else if (draw < 55) {
      long agoMs = random.nextInt(3) == 0 ? 20_000 - inputs.size() : random.nextInt(20);
      give(new Input(key, wall.millis() - agoMs, "e" + inputs.size()));
    } else if (draw < 70) {
      history.add("flush");
      flush();
    } else if (draw < 82) {
      commit();
    } else if (draw < 88) {
      crash();
    } else if (draw < 92) {
      history.add("away");
      store.fail("gone");
    } else if (draw < 96) {
      history.add("back");
      store.recover();
    } else if (!formers.isEmpty()) {
      history.add("former");
      flushFormer(formers.get(random.nextInt(formers.size())));
    }
  }

  private void give(Input input) {
    inputs.add(input);
    feed(input);
  }

  private void feed(Input input) {
    history.add(input.toString());
    if (input.erasure() == null) {
      event(input.key(), false, input.ms(), FIRST);
    } else {
      EntityInput asked = new EntityInput.Erased(input.erasure(), input.ms(), true, 1);
      processor.process(new Record<>(input.key(), asked, wall.millis()));
    }
  }

  private void commit() {
    history.add("commit");
    hook.flushCache();
    committedInputs = inputs.size();
    for (KeyValueStore<?, byte[]> each : List.of(states, timers, erasures)) {
      committed.put(each, content(each));
    }
  }

  private static <K> Map<Object, byte[]> content(KeyValueStore<K, byte[]> store) {
    Map<Object, byte[]> content = new HashMap<>();
    try (KeyValueIterator<K, byte[]> rows = store.all()) {
      rows.forEachRemaining(row -> content.put(row.key, row.value));
    }
    return content;
  }

  /** The next owner finds what was committed, and is given again what was not. */
  private void crash() {
    history.add("crash");
    formers.add(new Former(processor, context));
    restore(states);
    restore(timers);
    restore(erasures);
    start(FIRST);
    List.copyOf(inputs.subList(committedInputs, inputs.size())).forEach(this::feed);
  }

  @SuppressWarnings("unchecked")
  private <K> void restore(KeyValueStore<K, byte[]> store) {
    List<KeyValue<K, byte[]>> rows = new ArrayList<>();
    content(store).keySet().forEach(key -> rows.add(KeyValue.pair((K) key, null)));
    committed.get(store).forEach((key, value) -> rows.add(KeyValue.pair((K) key, value)));
    rows.forEach(row -> store.put(row.key, row.value));
  }

  /** What it had not sent yet comes late; what it stores is nobody's. */
  private void flushFormer(Former former) {
    FeatureProcessor owner = processor;
    MockProcessorContext<String, SpecificRecord> ownerContext = context;
    Map<KeyValueStore<?, byte[]>, Map<Object, byte[]>> kept = new HashMap<>();
    List.of(states, timers, erasures).forEach(each -> kept.put(each, content(each)));
    Map<KeyValueStore<?, byte[]>, Map<Object, byte[]>> before = new HashMap<>(committed);
    processor = former.processor();
    context = former.context();
    flush();
    processor = owner;
    context = ownerContext;
    committed.putAll(kept);
    restore(states);
    restore(timers);
    restore(erasures);
    committed.putAll(before);
  }

  private void check(long seed) {
    for (int k = 0; k < KEYS; k++) {
      String key = "k" + k;
      long counted = 0;
      long fromMs = Long.MIN_VALUE;
      for (Input input : inputs) {
        if (input.key().equals(key) && input.erasure() == null) {
          counted += input.ms() >= fromMs ? 1 : 0;
        } else if (input.key().equals(key) && input.ms() > fromMs) {
          counted = 0;
          fromMs = input.ms();
        }
      }
      FeatureRow row = store.rows().get(new EntityKey("shop", "user", key));
      assertThat(row == null ? 0L : row.values().get("g.n_1h"))
          .as("seed %d, %s, %s: %s", seed, key, row, history)
          .isEqualTo(counted);
      if (counted == 0) {
        assertThat(row).as("seed %d, %s: %s", seed, key, history).isNull();
      }
    }
    assertThat(others.keySet())
        .as("seed %d: every erasure is answered", seed)
        .containsAll(inputs.stream().filter(i -> i.erasure() != null).map(Input::erasure).toList());
    others.clear();
  }
}
