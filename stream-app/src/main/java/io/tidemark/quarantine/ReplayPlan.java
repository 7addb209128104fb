package io.tidemark.quarantine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which records may be fed to their topics again. A record that was read is fed once, whatever
 * became of it and however often it is in quarantine; its copy, when that fails as well, is another
 * record, and is fed while attempts are left. So to plan the same twice is to feed nothing the
 * second time. Not thread-safe.
 */
public final class ReplayPlan {
  private final int attempts;
  private final Map<String, Fed> fed;
  private final Set<String> taken = new HashSet<>();

  /** What is to be done with a record. */
  public enum Decision {
    /** It is fed. */
    FEED,
    /** It was fed before. */
    FED_BEFORE,
    /** It is a copy that failed, and as many as are wanted have. */
    SPENT
  }

  /**
   * A plan.
   *
   * @param attempts how often one record may be fed in all, 1 or more
   * @param fed what was fed before, by identity
   */
  public ReplayPlan(int attempts, Map<String, Fed> fed) {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "Invalid number of attempts " + attempts + ": must be at least 1.");
    }
    this.attempts = attempts;
    this.fed = new HashMap<>(fed);
  }

  /** Decides about a record; one that is to be fed is not so a second time. */
  public Decision decide(QuarantineEntry entry) {
    String identity = entry.identity();
    if (fed.containsKey(identity) || taken.contains(identity)) {
      return Decision.FED_BEFORE;
    }
    if (entry.nextTag().attempt() > attempts) {
      return Decision.SPENT;
    }
    taken.add(identity);
    return Decision.FEED;
  }

  /** What is known of a record that was fed before this plan; nothing of one that was not. */
  public Optional<Fed> fedBefore(QuarantineEntry entry) {
    return Optional.ofNullable(fed.get(entry.identity()));
  }
}
