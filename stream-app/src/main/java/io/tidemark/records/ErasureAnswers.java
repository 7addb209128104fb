package io.tidemark.records;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The receipts of one erasure so far, the newest of each part of a stage. Not thread-safe. */
public final class ErasureAnswers {
  private final Map<String, ErasureReceipt> byPart = new LinkedHashMap<>();

  /** How far an erasure has come. */
  public enum State {
    /** Somebody has not answered yet. */
    WAITING,
    /** Nothing is left. */
    COMPLETE,
    /** There was nothing. */
    NOT_FOUND,
    /** Something is left; it is tried again. */
    FAILED,
    /** It cannot be carried out at all. */
    REFUSED;

    /** Whether nothing more is to come. */
    public boolean isLast() {
      return this == COMPLETE || this == NOT_FOUND || this == REFUSED;
    }
  }

  /** Takes in a receipt. */
  public void add(ErasureReceipt receipt) {
    byPart.put(receipt.getStage() + " " + receipt.getPart(), receipt);
  }

  /** The newest of each part, in the order in which the parts first answered. */
  public List<ErasureReceipt> receipts() {
    return List.copyOf(byPart.values());
  }

  /** How far the erasure has come. */
  public State state() {
    if (has(ErasureReceipts.REQUEST, ErasureStatus.FAILED)) {
      return State.REFUSED;
    }
    if (has(ErasureReceipts.FEATURES, ErasureStatus.FAILED)) {
      return State.FAILED;
    }
    boolean all =
        byPart.values().stream().findFirst().filter(r -> r.getParts() <= byPart.size()).isPresent();
    if (!all) {
      return State.WAITING;
    }
    return has(ErasureReceipts.FEATURES, ErasureStatus.COMPLETE) ? State.COMPLETE : State.NOT_FOUND;
  }

  private boolean has(String stage, ErasureStatus status) {
    return byPart.values().stream()
        .anyMatch(r -> r.getStage().equals(stage) && r.getStatus() == status);
  }
}
