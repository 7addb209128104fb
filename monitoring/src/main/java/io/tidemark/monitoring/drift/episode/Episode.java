package io.tidemark.monitoring.drift.episode;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether one window of one series is in an episode, and since when. Moves by evaluations alone, at
 * most one for each step of time, so that the same evaluations give the same moves wherever it is
 * stopped and read back in between. Not thread-safe.
 */
public final class Episode {
  /** In the place of an instant that there is not. */
  public static final long NONE = Long.MIN_VALUE;

  private final EpisodeRule rule;

  /** Whether each of the last evaluations alerted, the newest in the lowest bit. */
  private long recent;

  /** Evaluations in a row that did not alert, and those that were calm. */
  private int below;

  private int calm;
  private long judgedMs = NONE;
  private long openedMs = NONE;
  private boolean eased;
  private boolean signalled;

  /** No episode, and nothing known. */
  public Episode(EpisodeRule rule) {
    this.rule = rule;
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return openedMs != NONE;
  }

  /** What there is to say of it. */
  public EpisodeState state() {
    return new EpisodeState(openedMs, eased, signalled);
  }

  /** Whether there is nothing to remember. */
  public boolean isAtRest() {
    return recent == 0 && !isOpen();
  }

  /**
   * Takes the evaluation of a step of time.
   *
   * @param atMs end of the window, in epoch milliseconds
   * @param stepMs length of a step; further evaluations of the same one change nothing, once one of
   *     it has said something
   * @return what follows, in order
   */
  public List<EpisodeMove> judge(Standing standing, long atMs, long stepMs) {
    if (judgedMs != NONE && Math.floorDiv(atMs, stepMs) <= Math.floorDiv(judgedMs, stepMs)) {
      return List.of();
    }
    if (standing == Standing.UNKNOWN) {
      return List.of();
    }
    judgedMs = atMs;
    remember(standing);
    return isOpen() ? goOn(atMs) : begin(atMs);
  }

  private void remember(Standing standing) {
    boolean alerts = standing == Standing.ALERT;
    recent = (recent << 1 | (alerts ? 1 : 0)) & ((1L << rule.of()) - 1);
    below = alerts ? 0 : Math.min(below + 1, rule.calm());
    calm = standing == Standing.CALM ? Math.min(calm + 1, rule.calm()) : 0;
  }

  private boolean alerts() {
    return Long.bitCount(recent) >= rule.alerts();
  }

  private List<EpisodeMove> begin(long atMs) {
    if (!alerts()) {
      return List.of();
    }
    openedMs = atMs;
    return List.of(EpisodeMove.OPENED);
  }

  private List<EpisodeMove> goOn(long atMs) {
    if (calm >= rule.calm()) {
      return close();
    }
    List<EpisodeMove> moves = new ArrayList<>();
    if (!eased && below >= rule.calm()) {
      eased = true;
      moves.add(EpisodeMove.EASED);
    } else if (eased && below == 0 && alerts()) {
      eased = false;
      moves.add(EpisodeMove.ESCALATED);
    }
    if (!signalled && atMs - openedMs >= rule.sustained().toMillis()) {
      signalled = true;
      moves.add(EpisodeMove.SUSTAINED);
    }
    return moves;
  }

  /** Ends it where it is open, since there is nothing to evaluate any more. */
  public List<EpisodeMove> close() {
    boolean wasOpen = isOpen();
    openedMs = NONE;
    eased = false;
    signalled = false;
    recent = 0;
    below = 0;
    calm = 0;
    return wasOpen ? List.of(EpisodeMove.CLOSED) : List.of();
  }

  /** {@code [alerts][below][calm][judged][opened][eased][signalled]}. */
  public void putInto(ByteWriter out) {
    out.unsigned(recent).unsigned(below).unsigned(calm).signed(judgedMs).signed(openedMs);
    out.flag(eased).flag(signalled);
  }

  /** What {@link #putInto} wrote; what another rule does not remember is forgotten. */
  public static Episode next(EpisodeRule rule, ByteReader in) {
    Episode episode = new Episode(rule);
    episode.recent = in.unsigned() & ((1L << rule.of()) - 1);
    episode.below = in.number("evaluations below", EpisodeRule.MOST);
    episode.calm = in.number("calm evaluations", EpisodeRule.MOST);
    episode.judgedMs = in.signed();
    episode.openedMs = in.signed();
    episode.eased = in.flag();
    episode.signalled = in.flag();
    return episode;
  }
}
