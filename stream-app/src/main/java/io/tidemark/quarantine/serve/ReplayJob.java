package io.tidemark.quarantine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.quarantine.Fate;
import io.tidemark.quarantine.Replayer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A replay that somebody asked for over HTTP: how far it is and what came of it. Thread-safe. */
final class ReplayJob implements Replayer.Progress {
  /** How many of those that did not come right are named. */
  private static final int MOST_NAMED = 100;

  private final String id;
  private final String who;
  private final Instant asked;
  private State state = State.WAITING;
  private long planned;
  private long sent;
  private Replayer.Result result;
  private String failure;
  private boolean unwanted;

  /** How far it is. */
  enum State {
    /** Another is before it. */
    WAITING,
    /** It feeds, or waits until the service has read what it fed. */
    RUNNING,
    /** It is over, and what became of each record is known. */
    DONE,
    /** It is over, and not everything was fed; asked for again, it goes on. */
    FAILED
  }

  ReplayJob(String id, String who, Instant asked) {
    this.id = id;
    this.who = who;
    this.asked = asked;
  }

  String id() {
    return id;
  }

  synchronized boolean isOver() {
    return state == State.DONE || state == State.FAILED;
  }

  synchronized void started() {
    state = State.RUNNING;
  }

  synchronized void done(Replayer.Result found) {
    result = found;
    state = State.DONE;
  }

  synchronized void failed(String why) {
    failure = why;
    state = State.FAILED;
  }

  /** Has it end at its next record. */
  synchronized void end() {
    unwanted = true;
  }

  @Override
  public synchronized void planned(long records) {
    planned = records;
  }

  @Override
  public synchronized void next() {
    if (unwanted) {
      throw new IllegalStateException("The service ends. Ask for the same again: it goes on");
    }
    sent++;
  }

  synchronized ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", id);
    node.put("state", state.name());
    node.put("by", who);
    node.put("asked", asked.toString());
    node.put("planned", planned);
    node.put("sent", sent);
    node.put("error", failure);
    if (result != null) {
      node.put("fed", result.fed());
      counts(node.putObject("fates"), result.fates());
      ArrayNode wrong = node.putArray("not_accepted");
      result.fates().stream()
          .filter(fate -> fate.kind() != Fate.Kind.ACCEPTED)
          .limit(MOST_NAMED)
          .forEach(fate -> wrong.add(fate.json()));
    }
    return node;
  }

  private static void counts(ObjectNode node, List<Fate> fates) {
    Map<Fate.Kind, Long> counts = new EnumMap<>(Fate.Kind.class);
    for (Fate.Kind kind : Fate.Kind.values()) {
      counts.put(kind, 0L);
    }
    fates.forEach(fate -> counts.merge(fate.kind(), 1L, Long::sum));
    counts.forEach((kind, count) -> node.put(kind.name(), count));
  }
}
