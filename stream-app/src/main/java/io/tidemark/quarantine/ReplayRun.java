package io.tidemark.quarantine;

import io.tidemark.quarantine.ReplayPlan.Decision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Feeds the records that a filter means, as far as a plan lets it, and keeps what became of each.
 * Not thread-safe.
 */
public final class ReplayRun implements Feeder.Listener {
  private final QuarantineFilter filter;
  private final List<Fate> settled = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();
  private long fed;

  /** A run that has done nothing yet. */
  public ReplayRun(QuarantineFilter filter) {
    this.filter = filter;
  }

  /** A record that has a copy, whose fate is not known yet. */
  record Copy(QuarantinePlace place, Fed fed) {}

  /** A copy that failed: where it stands and why. */
  private record Again(QuarantinePlace place, String why) {
    static Again of(QuarantineEntry entry) {
      return new Again(
          entry.place(), entry.record().getReason() + ": " + entry.record().getDetail());
    }
  }

  /** How many records there are by what is to be done with them. */
  public static Map<Decision, Long> count(
      QuarantineLog log, QuarantineFilter filter, ReplayPlan plan) {
    Map<Decision, Long> counts = new EnumMap<>(Decision.class);
    for (Decision decision : Decision.values()) {
      counts.put(decision, 0L);
    }
    boolean unused =
        log.scan(
            filter,
            entry -> {
              counts.merge(plan.decide(entry), 1L, Long::sum);
              return true;
            });
    return counts;
  }

  /**
   * Feeds what is to be fed and waits until it is done.
   *
   * @param before told before each record that is fed; may hold it back
   */
  public void feed(QuarantineLog log, ReplayPlan plan, Feeder feeder, Runnable before) {
    boolean unused =
        log.scan(
            filter,
            entry -> {
              take(entry, plan, feeder, before);
              return true;
            });
    feeder.flush();
  }

  private void take(QuarantineEntry entry, ReplayPlan plan, Feeder feeder, Runnable before) {
    switch (plan.decide(entry)) {
      case FEED -> {
        before.run();
        feeder.feed(entry);
      }
      case FED_BEFORE -> plan.fedBefore(entry).ifPresent(known -> copied(entry, known));
      case SPENT ->
          settled.add(
              fate(
                  entry,
                  Fate.Kind.SPENT,
                  "at attempt %d".formatted(entry.nextTag().attempt() - 1)));
    }
  }

  @Override
  public void fed(QuarantineEntry entry, Fed known) {
    fed++;
    copied(entry, known);
  }

  private void copied(QuarantineEntry entry, Fed known) {
    copies.add(new Copy(entry.place(), known));
  }

  @Override
  public void refused(QuarantineEntry entry, String why) {
    settled.add(fate(entry, Fate.Kind.REFUSED, why));
  }

  private static Fate fate(QuarantineEntry entry, Fate.Kind kind, String detail) {
    return new Fate(entry.place(), entry.source(), kind, null, null, detail);
  }

  /** How many records this run has fed. */
  public long fed() {
    return fed;
  }

  /** Where the copies stand, of this run and of those before. */
  public Set<SourcePosition> copies() {
    Set<SourcePosition> positions = new HashSet<>();
    copies.forEach(copy -> positions.add(copy.fed().copy()));
    return positions;
  }

  /**
   * What became of every record.
   *
   * @param log opened after it was seen how far the service has read
   * @param read tells whether the service has read a position
   * @param service its application id
   */
  public List<Fate> fates(QuarantineLog log, ReadPositions read, String service) {
    Map<SourcePosition, Again> again = again(log);
    List<Fate> all = new ArrayList<>(settled);
    copies.forEach(copy -> all.add(fate(copy, again.get(copy.fed().copy()), read, service)));
    return all;
  }

  private Map<SourcePosition, Again> again(QuarantineLog log) {
    Set<SourcePosition> copied = copies();
    Map<SourcePosition, Again> again = new HashMap<>();
    boolean unused =
        log.scan(
            QuarantineFilter.ALL,
            entry -> {
              if (entry.tag().isPresent() && copied.contains(entry.source())) {
                again.put(entry.source(), Again.of(entry));
              }
              return true;
            });
    return again;
  }

  private static Fate fate(Copy copy, Again again, ReadPositions read, String service) {
    SourcePosition at = copy.fed().copy();
    if (again != null) {
      return new Fate(
          copy.place(),
          copy.fed().source(),
          Fate.Kind.QUARANTINED_AGAIN,
          at,
          again.place(),
          again.why());
    }
    boolean done = read.isRead(at);
    return new Fate(
        copy.place(),
        copy.fed().source(),
        done ? Fate.Kind.ACCEPTED : Fate.Kind.UNDER_WAY,
        at,
        null,
        done ? "" : "application.id " + service + " has not committed it");
  }

  /** How far the service has read. */
  @FunctionalInterface
  public interface ReadPositions {
    boolean isRead(SourcePosition position);
  }
}
