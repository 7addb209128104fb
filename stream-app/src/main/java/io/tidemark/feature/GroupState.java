package io.tidemark.feature;

import io.tidemark.feature.aggregate.Cells;

/** What one group remembers of one entity. */
final class GroupState {
  private static final SessionSeries[] NO_SESSIONS = {};

  private final TileSeries[] tiers;

  /** Per tier its windows, merged; null where that is not worth it, or nowhere. */
  private RunningWindows[] running;

  private final SessionSeries[] sessions;

  private long lastEventMs = EntityState.NO_EVENT;

  /** One tile of lifetime aggregates, or null before the first event. */
  private Cells lifetime;

  /** Of events dated ahead of the clock, or null when there are none. */
  private Ahead ahead;

  GroupState(GroupPlan plan) {
    tiers = new TileSeries[plan.tiers().size()];
    for (int i = 0; i < tiers.length; i++) {
      tiers[i] = new TileSeries(plan.tiers().get(i).layout());
    }
    int count = plan.sessions().size();
    sessions = count == 0 ? NO_SESSIONS : new SessionSeries[count];
    for (int i = 0; i < count; i++) {
      sessions[i] = new SessionSeries(plan.sessions().get(i));
    }
  }

  /** Latest event time applied, or {@link EntityState#NO_EVENT}; outlives what it was added to. */
  long lastEventMs() {
    return lastEventMs;
  }

  void observe(long eventTimeMs) {
    lastEventMs = Math.max(lastEventMs, eventTimeMs);
  }

  TileSeries tier(int index) {
    return tiers[index];
  }

  /** The tier's windows at an instant, or null when they are not kept merged. */
  RunningWindows running(TierPlan plan, int index, long nowMs) {
    RunningWindows windows = running == null ? null : running[index];
    if (windows == null && tiers[index].size() >= RunningWindows.WORTHWHILE_TILES) {
      running = running == null ? new RunningWindows[tiers.length] : running;
      windows = new RunningWindows(plan);
      running[index] = windows;
    }
    if (windows != null) {
      windows.moveTo(tiers[index], nowMs);
    }
    return windows;
  }

  /** Forgets what was merged before tiles were changed from outside. */
  void forgetRunning() {
    running = null;
  }

  SessionSeries sessions(int index) {
    return sessions[index];
  }

  Cells lifetime() {
    return lifetime;
  }

  /** The lifetime aggregates, empty ones when there were none. */
  Cells openLifetime(GroupPlan plan) {
    if (lifetime == null) {
      lifetime = new Cells(plan.lifetime(), 1);
    }
    return lifetime;
  }

  /** What is dated ahead of the clock, or null. */
  Ahead ahead() {
    return ahead;
  }

  /** What is dated ahead of the clock, for somebody who adds to it. */
  Ahead openAhead() {
    if (ahead == null) {
      ahead = new Ahead();
    }
    return ahead;
  }

  /** Removes what was dated ahead of the clock and is not any more; null when there is nothing. */
  GroupState takeDue(long nowMs) {
    if (ahead == null || ahead.firstMs() > nowMs) {
      return null;
    }
    GroupState due = ahead.takeFirst();
    ahead = ahead.isEmpty() ? null : ahead;
    return due;
  }

  /** How many tiles and sessions are held. */
  int tileCount() {
    int count = 0;
    for (TileSeries tier : tiers) {
      count += tier.size();
    }
    for (SessionSeries session : sessions) {
      count += session.size();
    }
    return count;
  }

  boolean isEmpty() {
    return lifetime == null && ahead == null && tileCount() == 0;
  }

  /** Forgets what no value at {@code nowMs} or later depends on. */
  void prune(GroupPlan plan, long nowMs) {
    for (int i = 0; i < tiers.length; i++) {
      tiers[i].prune(plan.tiers().get(i).firstTile(nowMs));
    }
    for (SessionSeries session : sessions) {
      session.prune(nowMs);
    }
  }

  /**
   * The instant at which {@link #prune} leaves nothing but lifetime aggregates; while something is
   * dated ahead of the clock, none before all of it counts.
   */
  long forgottenAtMs(GroupPlan plan) {
    long last = ahead == null ? Long.MIN_VALUE : ahead.lastMs();
    for (int i = 0; i < tiers.length; i++) {
      if (!tiers[i].isEmpty()) {
        last = Math.max(last, plan.tiers().get(i).forgottenAtMs(tiers[i].newest()));
      }
    }
    for (int i = 0; i < sessions.length; i++) {
      if (sessions[i].size() > 0) {
        long endMs = sessions[i].end(sessions[i].size() - 1);
        last = Math.max(last, plan.sessions().get(i).forgottenAtMs(endMs));
      }
    }
    return last;
  }

  long heapBytes() {
    long bytes = lifetime == null ? 0 : lifetime.heapBytes();
    bytes += ahead == null ? 0 : ahead.heapBytes();
    for (TileSeries tier : tiers) {
      bytes += tier.heapBytes();
    }
    for (int i = 0; running != null && i < running.length; i++) {
      bytes += running[i] == null ? 0 : running[i].heapBytes();
    }
    for (SessionSeries session : sessions) {
      bytes += session.heapBytes();
    }
    return bytes;
  }
}
