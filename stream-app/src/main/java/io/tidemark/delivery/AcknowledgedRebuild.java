package io.tidemark.delivery;

import java.util.Optional;

/**
 * Tells when the store has acknowledged every row of a rebuild: its end is committed, everything
 * sent until then is answered, and nothing of it has to be sent again. Not thread-safe.
 */
public final class AcknowledgedRebuild {
  private static final long UNKNOWN = -1;

  private final RowDelivery delivery;
  private String committed;
  private String told = "";
  private long through = UNKNOWN;

  /**
   * Of a task that is being taken over.
   *
   * @param committed the rebuild that has ended, empty for none
   */
  public AcknowledgedRebuild(RowDelivery delivery, String committed) {
    this.delivery = delivery;
    this.committed = committed;
  }

  /** Takes note of the rebuild that has ended, as the commit says. */
  public void committed(String request) {
    if (!request.equals(committed)) {
      committed = request;
      through = UNKNOWN;
    }
  }

  /** A row has to be sent again. */
  public void failed() {
    through = UNKNOWN;
  }

  /**
   * The rebuild that the store holds now, once.
   *
   * @param allSent whether nothing waits to be sent whose turn it is
   */
  public Optional<String> acknowledged(boolean allSent) {
    if (through == UNKNOWN && allSent) {
      through = delivery.sent();
    }
    boolean stored = through != UNKNOWN && delivery.answered() >= through;
    if (!stored || told.equals(committed)) {
      return Optional.empty();
    }
    told = committed;
    return Optional.of(committed);
  }
}
