package io.tidemark.records;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    if (has(ErasureStatus.FAILED)) {
      return State.FAILED;
    }
    Set<String> stages = stages();
    if (stages.isEmpty() || !stages.stream().allMatch(this::hasAnswered)) {
      return State.WAITING;
    }
    return has(ErasureStatus.COMPLETE) ? State.COMPLETE : State.NOT_FOUND;
  }

  /** Those that have answered, and those that these say will. */
  private Set<String> stages() {
    return byPart.values().stream()
        .flatMap(r -> Stream.concat(Stream.of(r.getStage()), r.getStages().stream()))
        .collect(Collectors.toSet());
  }

  private boolean hasAnswered(String stage) {
    List<ErasureReceipt> own =
        byPart.values().stream().filter(r -> r.getStage().equals(stage)).toList();
    return !own.isEmpty() && own.get(0).getParts() <= own.size();
  }

  private boolean has(ErasureStatus status) {
    return byPart.values().stream().anyMatch(r -> r.getStatus() == status);
  }

  private boolean has(String stage, ErasureStatus status) {
    return byPart.values().stream()
        .anyMatch(r -> r.getStage().equals(stage) && r.getStatus() == status);
  }
}
