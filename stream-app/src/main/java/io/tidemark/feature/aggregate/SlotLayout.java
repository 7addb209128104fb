package io.tidemark.feature.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the aggregates of a tile lie.
 *
 * @param slots the places, in order
 * @param words words per tile
 * @param refs references per tile
 */
public record SlotLayout(List<Slot> slots, int words, int refs) {

  public SlotLayout {
    slots = List.copyOf(slots);
  }

  /** Whether there are no aggregates at all. */
  public boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Gathers slots; the same state of the same inputs is stored once. */
  public static final class Builder {
    private final Map<List<String>, Slot> slots = new LinkedHashMap<>();
    private int words;
    private int refs;

    /**
     * The slot for this state of these inputs, added when it is new.
     *
     * @param inputs identifies what the aggregation is fed; {@code null} for all events themselves
     */
    public Slot slot(Aggregation aggregation, String inputs, int input) {
      List<String> key = List.of(aggregation.state(), inputs == null ? "" : inputs);
      return slots.computeIfAbsent(key, absent -> append(aggregation, input));
    }

    private Slot append(Aggregation aggregation, int input) {
      Slot slot = new Slot(aggregation, input, words, refs);
      words += aggregation.words();
      refs += aggregation.refs();
      return slot;
    }

    /** The layout of the slots so far. */
    public SlotLayout build() {
      return new SlotLayout(new ArrayList<>(slots.values()), words, refs);
    }
  }
}
