package io.tidemark.monitoring.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Judges the cohorts that a task owns, each once, when nothing can change its labels any more and
 * no outage can have touched it that is not known: what follows depends on what was told and never
 * on when. Not thread-safe.
 */
public final class CohortEpisodes {
  private final Map<String, CohortRule> rules;
  private final Cohorts cohorts;
  private final EpisodeStore store;
  private final Map<QualitySeries, SeriesEpisodes> bySeries = new HashMap<>();

  /** Where the episodes of series are kept. */
  public interface EpisodeStore {
    /** Keeps them from now on; {@code null} for none. */
    void put(QualitySeries series, byte[] episodes);
  }

  /**
   * @param rules of each declared model
   */
  public CohortEpisodes(Map<String, CohortRule> rules, Cohorts cohorts, EpisodeStore store) {
    this.rules = Map.copyOf(rules);
    this.cohorts = cohorts;
    this.store = store;
  }

  /** Takes note of what is in the store. */
  public void restore(QualitySeries series, byte[] episodes) {
    CohortRule rule = rules.get(series.model());
    QualityAlarm alarm = rule == null ? QualityAlarm.NONE : rule.alarm();
    bySeries.put(series, SeriesEpisodes.decode(series, alarm, episodes));
  }

  /**
   * Judges what can be.
   *
   * @param clearUntilMs of a series, up to when every outage of its label is known, milliseconds
   *     since the Unix epoch
   * @return what has changed, in the order of time
   */
  public List<QualityMove> judge(ToLongFunction<QualitySeries> clearUntilMs, LostShares lost) {
    List<QualityMove> moves = new ArrayList<>(closeOld());
    for (CohortKey key : List.copyOf(cohorts.known())) {
      QualitySeries series = QualitySeries.of(key);
      CohortRule rule = rules.get(key.model());
      boolean judged = rule != null && rule.judges(key.label());
      if (judged && rule.lastMs(key) <= clearUntilMs.applyAsLong(series)) {
        moves.addAll(judge(series, key, rule, lost));
      }
    }
    return moves;
  }

  private List<QualityMove> judge(
      QualitySeries series, CohortKey key, CohortRule rule, LostShares lost) {
    SeriesEpisodes episodes =
        bySeries.computeIfAbsent(series, one -> new SeriesEpisodes(one, rule.alarm()));
    if (key.endMs() <= episodes.judgedMs()) {
      return List.of();
    }
    // predictions that came late close late: what is not settled by now may still be
    Optional<CohortSums> sums = cohorts.sums(key).filter(rule::isSettled);
    if (sums.isEmpty()) {
      return List.of();
    }
    boolean tainted = lost.of(key) >= CohortRule.TAINTED;
    List<QualityMove> moves = episodes.judge(key, tainted ? null : sums.get(), rule.threshold());
    store.put(series, episodes.encode());
    return moves;
  }

  /** Of series without a cohort, and of figures without a bound. */
  private List<QualityMove> closeOld() {
    List<QualityMove> moves = new ArrayList<>();
    Set<QualitySeries> kept = new HashSet<>();
    cohorts.known().forEach(key -> kept.add(QualitySeries.of(key)));
    for (QualitySeries series : List.copyOf(bySeries.keySet())) {
      SeriesEpisodes episodes = bySeries.get(series);
      if (!kept.contains(series)) {
        moves.addAll(episodes.close());
        bySeries.remove(series);
        store.put(series, null);
      } else {
        List<QualityMove> closed = episodes.closeUndeclared();
        if (!closed.isEmpty()) {
          store.put(series, episodes.encode());
          moves.addAll(closed);
        }
      }
    }
    return moves;
  }

  /** The episodes of every series that has been judged, as they stand. */
  public List<EpisodeStanding> standings() {
    List<EpisodeStanding> all = new ArrayList<>();
    bySeries.forEach(
        (series, episodes) ->
            episodes
                .states()
                .forEach((figure, state) -> all.add(new EpisodeStanding(series, figure, state))));
    return all;
  }
}
