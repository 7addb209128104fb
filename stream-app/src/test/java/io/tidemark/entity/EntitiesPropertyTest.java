package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.erasure.HeldErasures;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.feature.Vector;
import io.tidemark.kafka.SettableClock;
import io.tidemark.task.TaskClock;
import io.tidemark.task.TaskSum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Entities through events, evictions, answers of the online store, commits, crashes, scans and the
 * ends of windows, in any order: whatever happened, once everybody has had a turn the online store
 * holds of each entity what a list of all its events says, and nothing that was under way before a
 * crash overtakes it.
 */
class EntitiesPropertyTest {
  private static final int STREAMS = 300;
  private static final int STEPS = 200;
  private static final int KEYS = 12;
  private static final Window WINDOW = new Window("5m", Duration.ofMinutes(5));
  private static final FeaturePlan PLAN = plan();

  private static FeaturePlan plan() {
    Aggregate count = new Aggregate("n", AggregateOp.COUNT, null, List.of(WINDOW));
    FeatureGroup group =
        new FeatureGroup("g", 1, null, "events", "user", null, null, List.of(count), List.of());
    return FeaturePlan.of(
        new Entity("user", List.of("user_id")), List.of(group), (g, a) -> Kind.DYNAMIC);
  }

  @Test
  void onlineStoreHoldsWhatTheEventsSay() {
    LongStream.range(0, STREAMS).forEach(seed -> new Run(seed).play());
  }

  /** A row as the online store takes it: with more input, or as much and later. */
  private record Told(String key, long revision, long asOfMs, long value) {
    boolean isNewerThan(Told held) {
      return held == null
          || revision > held.revision
          || revision == held.revision && asOfMs > held.asOfMs;
    }
  }

  private record Applied(String key, long timeMs) {}

  private record Commit(StoredTask task, UnsentKeys unsent, Lineage lineage, int events) {}

  private static final class Run {
    private final long seed;
    private final Random random;
    private final SettableClock wall = new SettableClock();
    private final TaskClock clock = new TaskClock(ClockMode.WALL, wall);
    private final FeatureEngine engine = new FeatureEngine(PLAN);
    private final GroupProgress progress =
        GroupProgress.load(TaskRow.read("features-user", null), PLAN.groupIds());
    private final ServedGroups served = new ServedGroups(PLAN, progress, Set.of());
    private final Map<String, Told> online = new HashMap<>();
    private final List<Told> underWay = new ArrayList<>();
    private final List<Told> ofTheDead = new ArrayList<>();
    private final List<Applied> events = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private StoredTask stored = new StoredTask();
    private Commit committed;
    private Revisions revisions;
    private Entities entities;
    private EntityScan scan;

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      open(Lineage.NONE);
      commit();
    }

    private void open(Lineage lineage) {
      revisions = new Revisions(lineage, "d", wall.millis());
      EntityTimers timers = new EntityTimers(engine, stored, 0);
      EntityHeap heap = new EntityHeap(4, Long.MAX_VALUE);
      ErasureMemory none = new ErasureMemory("", new HeldErasures());
      entities = new Entities(PLAN, clock, stored, timers, revisions, heap, none);
      scan = new EntityScan("task", stored, new TaskSum(left -> {}));
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        step(random.nextInt(100));
      }
      settle();
      ofTheDead.forEach(this::deliver);
      for (int k = 0; k < KEYS; k++) {
        String key = "k" + k;
        long value = online.containsKey(key) ? online.get(key).value() : 0;
        assertThat(value).as("seed %d, %s: %s", seed, key, history).isEqualTo(fresh(key));
      }
    }

    /** A state that nothing has happened to but events. */
    private long fresh(String key) {
      EntityState state = engine.empty();
      for (Applied event : events) {
        if (event.key().equals(key)) {
          engine.apply(state, 0, new Object[] {true}, event.timeMs(), event.timeMs());
        }
      }
      return (Long)
          engine.vector(state, clock.nowMs(), progress.startMs(), served.served()).value(0);
    }

    private void step(int draw) {
      if (draw < 40) {
        event(new Applied("k" + random.nextInt(KEYS), wall.millis()));
      } else if (draw < 55) {
        entities.release();
        send(random.nextInt(4));
      } else if (draw < 65) {
        answer();
      } else if (draw < 75) {
        history.add("wait");
        wall.advance(Duration.ofSeconds(random.nextInt(90)));
      } else if (draw < 82) {
        expire(random.nextInt(4));
      } else if (draw < 92) {
        commit();
      } else if (draw < 96) {
        crash();
      } else {
        scan();
      }
    }

    private EntityEntry get(String key) {
      EntityEntry entry = entities.get(key);
      evict();
      return entry;
    }

    private void evict() {
      while (entities.isCrowded()) {
        boolean room = random.nextBoolean();
        EntityEntry victim = entities.victim(room);
        if (victim != null) {
          history.add("evict " + victim.key());
          if (room && victim.isUnsent()) {
            say(victim, false);
          }
          entities.evict(victim);
        }
      }
    }

    private void event(Applied event) {
      history.add("event " + event.key());
      EntityEntry entry = get(event.key());
      events.add(event);
      engine.apply(entry.state(), 0, new Object[] {true}, event.timeMs(), clock.nowMs());
      entities.applied(entry);
      entities.changed(entry, event.timeMs());
    }

    private void say(EntityEntry entry, boolean always) {
      Vector vector = entities.vector(entry, progress, served);
      long hash = VectorHash.of(vector, served, 0);
      if (always || !entry.hasSaid(hash)) {
        entities.number(entry);
        long value = (Long) vector.value(0);
        underWay.add(new Told(entry.key(), entry.state().revision(), vector.asOfMs(), value));
        history.add("say " + entry.key() + "=" + value);
      }
      entities.said(entry, hash, vector.validUntilMs());
    }

    private boolean sendOne() {
      EntityEntry entry = entities.nextUnsent();
      boolean pending = entry == null;
      entry = pending ? entities.nextPending() : entry;
      if (entry != null) {
        evict();
        say(entry, pending);
      }
      return entry != null;
    }

    private void send(int most) {
      for (int left = most; left > 0 && sendOne(); left--) {
        history.add("sent");
      }
    }

    /** The store has taken a row, or has not. */
    private void answer() {
      if (underWay.isEmpty()) {
        return;
      }
      Told row = underWay.remove(0);
      if (random.nextInt(4) == 0) {
        history.add("lost " + row.key());
        entities.lost(row.key(), EntityEntry.NO_EVENT);
      } else if (!deliver(row)) {
        history.add("refused " + row.key());
        entities.refused(row.key());
        evict();
      }
    }

    private boolean deliver(Told row) {
      boolean newer = row.isNewerThan(online.get(row.key()));
      if (newer) {
        online.put(row.key(), row);
      }
      return newer;
    }

    private void expire(int most) {
      history.add("expire " + most);
      entities
          .due(most)
          .forEach(
              timer -> {
                EntityEntry entry = get(timer.key());
                if (entities.expires(entry, timer)) {
                  say(entry, false);
                }
              });
    }

    private void commit() {
      history.add("commit");
      entities.save();
      UnsentKeys unsent = entities.unsent(underWay.stream().map(Told::key));
      committed = new Commit(stored.copy(), unsent, revisions.lineage(), events.size());
      revisions.saved();
    }

    /** What was not committed is read again; rows under way may come at any time, or never. */
    private void crash() {
      history.add("crash");
      underWay.stream().filter(row -> random.nextBoolean()).forEach(ofTheDead::add);
      underWay.clear();
      if (!ofTheDead.isEmpty() && random.nextBoolean()) {
        deliver(ofTheDead.remove(0));
      }
      stored = committed.task().copy();
      open(committed.lineage());
      entities.pend(committed.unsent().keys());
      List<Applied> lost = events.subList(committed.events(), events.size());
      List<Applied> again = List.copyOf(lost);
      lost.clear();
      again.forEach(this::event);
    }

    private void scan() {
      history.add("scan");
      if (scan.startFor(new Sweep("s", "r" + history.size(), true))) {
        entities.settle();
      }
      for (EntityRows.Row row : scan.next()) {
        EntityEntry entry = entities.scan(row);
        say(entry, random.nextBoolean());
        entities.scanned(entry);
      }
    }

    /** Everybody has a turn, every answer comes, and time has its way. */
    private void settle() {
      for (int round = 0; round < 5; round++) {
        history.add("settle");
        commit();
        expire(1_000);
        entities.release();
        while (sendOne() || !underWay.isEmpty()) {
          answer();
        }
      }
    }
  }
}
