package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.Slot;
import io.tidemark.feature.aggregate.SlotLayout;
import java.util.List;

/**
 * The bytes of an {@link EntityState}. Holds buffers: not thread-safe, one per thread.
 *
 * <pre>
 * state  = format:3  revision  last event  groups  group*
 * group  = hash:8  length  content  count  ( instant  content )*
 * content = distance  ( tiles  distance*  tile* )*  lifetime:0|1  tile?  sessions*
 * sessions = count  ( distance  length  tile )*
 * </pre>
 *
 * <p>Numbers are variable-length; a group begins with the distance from the last event to its own
 * last one, which is kept as long as the entity is; tiles run from the newest to the oldest, the
 * first counted back from the tile of the last event, each other from the one before; sessions run
 * from the oldest, the distance counted from the last event to the session's last event. What is
 * dated ahead of the clock follows with the instants at which it counts, which its own content
 * counts back from. A group is found by its content hash: one that the plan does not know, or knows
 * with another content, is dropped, and a new one starts empty. Equal states have equal bytes,
 * whatever the order of their events.
 */
public final class EntityStateCodec {
  /** What {@link #encode} writes first. */
  public static final int FORMAT = 3;

  private final FeaturePlan plan;
  private final ByteWriter body = new ByteWriter();
  private final Cell cell = new Cell();

  public EntityStateCodec(FeaturePlan plan) {
    this.plan = plan;
  }

  /** The bytes of the state. */
  public byte[] encode(EntityState state) {
    ByteWriter out = new ByteWriter();
    encode(state, out);
    return out.toByteArray();
  }

  /** Writes the state, as the last part of what it is written to. */
  public void encode(EntityState state, ByteWriter out) {
    out.octet(FORMAT).unsigned(state.revision()).signed(state.lastEventMs());
    List<GroupPlan> groups = plan.groupPlans();
    int stored = 0;
    for (int g = 0; g < groups.size(); g++) {
      stored += isStored(state.group(g)) ? 1 : 0;
    }
    out.unsigned(stored);
    for (int g = 0; g < groups.size(); g++) {
      if (isStored(state.group(g))) {
        out.fixed64(groups.get(g).hash());
        encode(groups.get(g), state.group(g), state.lastEventMs());
        out.block(body);
      }
    }
  }

  private static boolean isStored(GroupState group) {
    return group != null && (group.lastEventMs() != EntityState.NO_EVENT || group.ahead() != null);
  }

  private void encode(GroupPlan group, GroupState state, long lastEventMs) {
    body.clear();
    encodeContent(group, state, lastEventMs);
    Ahead ahead = state.ahead();
    body.unsigned(ahead == null ? 0 : ahead.size());
    if (ahead != null) {
      ahead.forEach((dueMs, part) -> encode(group, dueMs, part));
    }
  }

  private void encode(GroupPlan group, long dueMs, GroupState part) {
    body.signed(dueMs);
    encodeContent(group, part, dueMs);
  }

  private void encodeContent(GroupPlan group, GroupState state, long lastEventMs) {
    body.unsigned(lastEventMs - state.lastEventMs());
    for (int t = 0; t < group.tiers().size(); t++) {
      encode(group.tiers().get(t), state.tier(t), lastEventMs);
    }
    boolean hasLifetime = state.lifetime() != null;
    body.flag(hasLifetime);
    if (hasLifetime) {
      encode(group.lifetime(), state.lifetime(), 0, lastEventMs);
    }
    for (int i = 0; i < group.sessions().size(); i++) {
      encode(group.sessions().get(i), state.sessions(i), lastEventMs);
    }
  }

  private void encode(SessionPlan plan, SessionSeries sessions, long lastEventMs) {
    body.unsigned(sessions.size());
    for (int i = 0; i < sessions.size(); i++) {
      body.signed(lastEventMs - sessions.end(i));
      body.unsigned(sessions.end(i) - sessions.start(i));
      encode(plan.layout(), sessions.cells(), i, sessions.end(i));
    }
  }

  private void encode(TierPlan tier, TileSeries tiles, long lastEventMs) {
    body.unsigned(tiles.size());
    long previous = tier.tileOf(lastEventMs);
    for (int i = tiles.end() - 1; i >= tiles.begin(); i--) {
      body.signed(previous - tiles.number(i));
      previous = tiles.number(i);
    }
    for (int i = tiles.end() - 1; i >= tiles.begin(); i--) {
      encode(tier.layout(), tiles.cells(), i, tiles.number(i) * tier.hopMs());
    }
  }

  private void encode(SlotLayout layout, Cells cells, int tile, long originMs) {
    for (Slot slot : layout.slots()) {
      slot.aggregation().encode(cell.at(cells, tile, slot), body, originMs);
    }
  }

  /**
   * The state in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public EntityState decode(byte[] bytes) {
    return decode(new ByteReader("entity state", bytes));
  }

  /**
   * Reads a state, which is everything that is left.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public EntityState decode(ByteReader in) {
    in.expectFormat(FORMAT);
    EntityState state = new EntityState(plan);
    state.revision(in.unsigned() & Long.MAX_VALUE);
    state.observe(in.signed());
    for (int stored = in.count(); stored > 0; stored--) {
      int g = groupOf(in.fixed64());
      ByteReader block = in.block();
      if (g >= 0) {
        decode(plan.groupPlans().get(g), state.openGroup(g), block, state.lastEventMs());
      }
    }
    in.expectEnd();
    return state;
  }

  private int groupOf(long hash) {
    List<GroupPlan> groups = plan.groupPlans();
    for (int g = 0; g < groups.size(); g++) {
      if (groups.get(g).hash() == hash) {
        return g;
      }
    }
    return -1;
  }

  private void decode(GroupPlan group, GroupState state, ByteReader in, long lastEventMs) {
    decodeContent(group, state, in, lastEventMs);
    for (int left = in.count(); left > 0; left--) {
      long dueMs = in.signed();
      decodeContent(group, state.openAhead().at(group, dueMs), in, dueMs);
    }
    in.expectEnd();
  }

  private void decodeContent(GroupPlan group, GroupState state, ByteReader in, long lastEventMs) {
    state.observe(lastEventMs - in.unsigned());
    for (int t = 0; t < group.tiers().size(); t++) {
      decode(group.tiers().get(t), state.tier(t), in, lastEventMs);
    }
    if (in.flag()) {
      decode(group.lifetime(), state.openLifetime(group), 0, in, lastEventMs);
    }
    for (int i = 0; i < group.sessions().size(); i++) {
      decode(group.sessions().get(i), state.sessions(i), in, lastEventMs);
    }
  }

  private void decode(TierPlan tier, TileSeries tiles, ByteReader in, long lastEventMs) {
    int count = in.count();
    long[] numbers = new long[count];
    long previous = tier.tileOf(lastEventMs);
    for (int i = count - 1; i >= 0; i--) {
      numbers[i] = previous - in.signed();
      if (i < count - 1 && numbers[i] >= previous) {
        throw in.damaged("tile " + numbers[i] + " before " + previous);
      }
      previous = numbers[i];
    }
    tiles.load(numbers);
    for (int i = count - 1; i >= 0; i--) {
      decode(tier.layout(), tiles.cells(), i, in, numbers[i] * tier.hopMs());
    }
  }

  private void decode(SessionPlan plan, SessionSeries sessions, ByteReader in, long lastEventMs) {
    for (int left = in.count(); left > 0; left--) {
      long endMs = lastEventMs - in.signed();
      long startMs = endMs - in.unsigned();
      if (!sessions.canAppend(startMs, endMs)) {
        throw in.damaged("session from " + startMs + " to " + endMs);
      }
      int at = sessions.append(startMs, endMs);
      decode(plan.layout(), sessions.cells(), at, in, endMs);
    }
  }

  private void decode(SlotLayout layout, Cells cells, int tile, ByteReader in, long originMs) {
    for (Slot slot : layout.slots()) {
      slot.aggregation().decode(cell.at(cells, tile, slot), in, originMs);
    }
  }
}
