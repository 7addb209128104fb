package io.tidemark.demo;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.UserEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Everything a plan says, message by message in the order of {@link Message#sendAtMs()}.
 *
 * <p>The same plan gives the same messages. Memory holds what is scheduled: outcomes of the last
 * seconds, late events, repeats. Not thread-safe.
 */
public final class TrafficGenerator implements Iterator<Message> {

  private static final List<Fault> BYTE_FAULTS =
      List.of(Fault.CUT_SHORT, Fault.NOT_AVRO, Fault.UNKNOWN_SCHEMA);
  private static final List<Fault> EVENT_FAULTS =
      List.of(
          Fault.CUT_SHORT,
          Fault.NOT_AVRO,
          Fault.UNKNOWN_SCHEMA,
          Fault.MISSING_FIELD,
          Fault.NEGATIVE_PRICE,
          Fault.FAR_FUTURE);
  private static final Duration AHEAD = Duration.ofHours(1);
  private static final int REPEAT_AFTER_MS = 2_000;

  private record Scheduled(Message message, long order) {}

  private final TrafficPlan plan;
  private final Draws arrivals;
  private final Draws faults;
  private final Browsing browsing;
  private final Ranking ranking;
  private final PriorityQueue<Scheduled> schedule =
      new PriorityQueue<>(
          Comparator.comparingLong((Scheduled item) -> item.message().sendAtMs())
              .thenComparingLong(Scheduled::order));
  private long order;
  private double nextEventMs;
  private double nextDecisionMs;

  public TrafficGenerator(TrafficPlan plan) {
    this.plan = plan;
    Draws seed = Draws.seeded(plan.seed());
    Shop shop = Shop.stocked(seed.split(), plan.users());
    this.arrivals = seed.split();
    this.faults = seed.split();
    this.browsing = new Browsing(shop, seed.split());
    this.ranking = new Ranking(shop, seed.split(), plan.driftMs());
    this.nextEventMs = plan.startMs() + gap(plan.eventsPerSecond());
    this.nextDecisionMs = plan.startMs() + gap(plan.predictionsPerSecond());
  }

  @Override
  public boolean hasNext() {
    return !schedule.isEmpty() || Math.min(nextEventMs, nextDecisionMs) < plan.endMs();
  }

  @Override
  public Message next() {
    while (comesBeforeSchedule(Math.min(nextEventMs, nextDecisionMs))) {
      advance();
    }
    if (schedule.isEmpty()) {
      throw new NoSuchElementException("The plan ended at " + plan.endMs());
    }
    return schedule.remove().message();
  }

  private boolean comesBeforeSchedule(double timeMs) {
    return timeMs < plan.endMs()
        && (schedule.isEmpty() || timeMs <= schedule.peek().message().sendAtMs());
  }

  private void advance() {
    if (nextEventMs <= nextDecisionMs) {
      event((long) nextEventMs);
      nextEventMs += gap(plan.eventsPerSecond());
    } else {
      decision((long) nextDecisionMs);
      nextDecisionMs += gap(plan.predictionsPerSecond());
    }
  }

  /** Milliseconds to the next arrival of a Poisson process. */
  private double gap(double perSecond) {
    return arrivals.exponential(1_000 / perSecond);
  }

  private void event(long nowMs) {
    UserEvent event = browsing.next(nowMs);
    Fault fault = faults.chance(TrafficPlan.BAD_SHARE) ? faults.pick(EVENT_FAULTS) : Fault.NONE;
    spoil(event, fault);
    boolean late = faults.chance(TrafficPlan.LATE_SHARE);
    long delayMs = late ? faults.index((int) TrafficPlan.LATENESS.toMillis()) : 0;
    send(new Message(nowMs + delayMs, Channel.USER_EVENTS, event.getUserId(), event, fault));
  }

  private static void spoil(UserEvent event, Fault fault) {
    switch (fault) {
      case MISSING_FIELD -> event.setSessionId(null);
      case NEGATIVE_PRICE -> event.setPrice(-1.0);
      case FAR_FUTURE -> event.setOccurredAt(event.getOccurredAt().plus(AHEAD));
      case NONE, DUPLICATE, CUT_SHORT, NOT_AVRO, UNKNOWN_SCHEMA -> {}
    }
  }

  private void decision(long nowMs) {
    Ranking.Decision decision = ranking.next(nowMs);
    String request = decision.prediction().getRequestId();
    send(message(nowMs, Channel.PREDICTIONS, request, decision.prediction()));
    for (OutcomeLog outcome : decision.outcomes()) {
      long atMs = outcome.getOutcomeTimestamp().toEpochMilli();
      send(message(atMs, Channel.OUTCOMES, request, outcome));
    }
  }

  private Message message(long atMs, Channel channel, String key, SpecificRecordBase payload) {
    Fault fault = faults.chance(TrafficPlan.BAD_SHARE) ? faults.pick(BYTE_FAULTS) : Fault.NONE;
    return new Message(atMs, channel, key, payload, fault);
  }

  private void send(Message message) {
    schedule.add(new Scheduled(message, order++));
    if (message.fault() == Fault.NONE && faults.chance(TrafficPlan.DUPLICATE_SHARE)) {
      long again = message.sendAtMs() + faults.index(REPEAT_AFTER_MS);
      schedule.add(new Scheduled(message.again(again), order++));
    }
  }
}
