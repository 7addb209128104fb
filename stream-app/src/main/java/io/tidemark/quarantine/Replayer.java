package io.tidemark.quarantine;

import io.tidemark.quarantine.ReplayPlan.Decision;
import java.util.List;
import java.util.Map;

/** Feeds records in quarantine to their topics again. Thread-safe; one at a time feeds. */
public interface Replayer {

  /** How many records there are by what would be done with them; feeds nothing. */
  Map<Decision, Long> plan(ReplayRequest request);

  /** Feeds what is to be fed, and waits until it is known what became of it or patience ends. */
  Result run(ReplayRequest request, Progress progress);

  /**
   * What came of it.
   *
   * @param fed how many records this run has fed
   * @param fates of every record it was about, also of those fed before
   */
  record Result(long fed, List<Fate> fates) {}

  /** Is told how far it is. */
  interface Progress {
    /** So many are to be fed. */
    void planned(long records);

    /** One more is on its way; what this throws ends the run. */
    void next();
  }
}
