package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.episode.Episode;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeState;
import io.tidemark.monitoring.drift.episode.Standing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The episodes of one series of cohorts, one for each figure with a bound. Each cohort is judged
 * once, in the order of time. Not thread-safe.
 */
final class SeriesEpisodes {
  private static final int FORMAT = 1;

  private final QualitySeries series;
  private final QualityAlarm alarm;
  private final Map<Judged, Episode> episodes = new EnumMap<>(Judged.class);
  private long judgedMs = Long.MIN_VALUE;
  private long cohortMs;

  SeriesEpisodes(QualitySeries series, QualityAlarm alarm) {
    this.series = series;
    this.alarm = alarm;
    alarm.bounds().keySet().forEach(one -> episodes.put(one, new Episode(alarm.episodes())));
  }

  /** The end of the cohort that was judged last, milliseconds since the Unix epoch. */
  long judgedMs() {
    return judgedMs;
  }

  /**
   * Takes the next cohort.
   *
   * @param sums its labels; {@code null} where it says nothing: too little is known of it
   */
  List<QualityMove> judge(CohortKey key, CohortSums sums, double threshold) {
    judgedMs = key.endMs();
    cohortMs = key.lengthMs();
    List<QualityMove> moves = new ArrayList<>();
    if (sums != null) {
      alarm.bounds().keySet().stream()
          .sorted()
          .forEach(figure -> moves.addAll(judge(figure, JudgedFigure.of(sums, figure, threshold))));
    }
    return moves;
  }

  private List<QualityMove> judge(Judged figure, JudgedFigure found) {
    Episode episode = episodes.get(figure);
    EpisodeState before = episode.state();
    Standing standing = found.standing(figure, alarm.bounds().get(figure), alarm.labels());
    List<EpisodeMove> moves = episode.judge(standing, judgedMs, cohortMs);
    return moves.stream()
        .filter(move -> move != EpisodeMove.SUSTAINED)
        .map(
            move ->
                move(figure, found, move, move == EpisodeMove.CLOSED ? before : episode.state()))
        .toList();
  }

  private QualityMove move(
      Judged figure, JudgedFigure found, EpisodeMove move, EpisodeState episode) {
    double bound = alarm.bounds().getOrDefault(figure, Double.NaN);
    EpisodeStanding standing = new EpisodeStanding(series, figure, episode);
    return new QualityMove(standing, bound, found, move, cohortMs, judgedMs);
  }

  /** Ends all that are open: nothing will be judged any more. */
  List<QualityMove> close() {
    List<QualityMove> moves = new ArrayList<>();
    episodes.keySet().forEach(figure -> moves.addAll(close(figure)));
    return moves;
  }

  /** Ends those whose figure has no bound any more. */
  List<QualityMove> closeUndeclared() {
    List<Judged> gone =
        episodes.keySet().stream().filter(one -> !alarm.bounds().containsKey(one)).toList();
    List<QualityMove> moves = new ArrayList<>();
    for (Judged figure : gone) {
      moves.addAll(close(figure));
      episodes.remove(figure);
    }
    return moves;
  }

  private List<QualityMove> close(Judged figure) {
    EpisodeState before = episodes.get(figure).state();
    return episodes.get(figure).close().stream()
        .map(move -> move(figure, null, move, before))
        .toList();
  }

  /** Each figure with a bound, and how its episode stands. */
  Map<Judged, EpisodeState> states() {
    Map<Judged, EpisodeState> states = new EnumMap<>(Judged.class);
    episodes.forEach((figure, episode) -> states.put(figure, episode.state()));
    return states;
  }

  /** {@code [format 1][judged][length]} and of each figure its number and episode. */
  byte[] encode() {
    ByteWriter out = new ByteWriter(64).octet(FORMAT).signed(judgedMs).signed(cohortMs);
    out.unsigned(episodes.size());
    episodes.forEach(
        (figure, episode) -> {
          out.text(figure.name());
          episode.putInto(out);
        });
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static SeriesEpisodes decode(QualitySeries series, QualityAlarm alarm, byte[] bytes) {
    ByteReader in = new ByteReader("episodes of quality", bytes).expectFormat(FORMAT);
    SeriesEpisodes episodes = new SeriesEpisodes(series, alarm);
    episodes.judgedMs = in.signed();
    episodes.cohortMs = in.signed();
    for (int left = in.count(); left > 0; left--) {
      Judged figure = Judged.valueOf(in.text());
      episodes.episodes.put(figure, Episode.next(alarm.episodes(), in));
    }
    in.expectEnd();
    return episodes;
  }
}
