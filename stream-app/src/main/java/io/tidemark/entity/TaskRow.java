package io.tidemark.entity;

import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.feature.EntityStateCodec;
import io.tidemark.feature.FeatureEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The row of an entity store that is about the task: under a key no entity has.
 *
 * <p>{@code [format 5][entry format][state format][stream time]}, the groups, the leftovers, the
 * last sweep, the unsent entities, {@code [whether more are unsent][floor][definitions]}. Format 4
 * has {@code [taken over]} before the last of these and nothing after it; format 3 ends with the
 * unsent entities, format 2 before them. Format 1 was text: the start of each group, all of which
 * had the past of their source.
 */
public final class TaskRow {
  /** No entity has an empty key: an event without one does not contribute. */
  public static final String KEY = "";

  private static final byte FORMAT = 5;
  private static final byte NUMBERED_BY_SENDS = 4;
  private static final byte THROUGH_TOPIC = 3;
  private static final byte WITHOUT_UNSENT = 2;
  private static final byte LAST_CONTROL = 0x1f;

  final Map<String, Group> groups = new TreeMap<>();

  /** Ids of groups that are no longer declared and of which entities may still hold state. */
  final Set<String> leftovers = new TreeSet<>();

  final boolean isNew;
  final boolean stored;
  long streamMs = Long.MIN_VALUE;
  Sweep swept = Sweep.NONE;

  /** Keys of entities that hold changes of which the store does not know. */
  List<String> unsent = List.of();

  /** Whether others do too. Until format 3 rows went through a topic and may not have arrived. */
  boolean moreUnsent;

  /** Of the revisions. Until format 4 they did not count contributions. */
  Lineage lineage = Lineage.NONE;

  /** What is known of one group. */
  static final class Group {
    long startMs = FeatureEngine.NOT_STARTED;
    boolean caughtUp;
    BitSet announced = new BitSet();
  }

  private TaskRow(byte[] bytes) {
    this.isNew = bytes == null;
    this.stored = bytes != null && bytes[0] <= LAST_CONTROL;
  }

  /**
   * Reads the row; an empty one when there is none.
   *
   * @throws IllegalStateException when the store holds a format that is newer than this version
   */
  public static TaskRow read(String store, byte[] bytes) {
    TaskRow row = new TaskRow(bytes);
    if (bytes == null) {
      return row;
    }
    if (bytes[0] > LAST_CONTROL) {
      row.readText(new String(bytes, StandardCharsets.UTF_8).split("\n"));
    } else {
      row.parse(store, bytes);
    }
    return row;
  }

  private void readText(String[] lines) {
    for (int i = 0; i + 1 < lines.length; i += 2) {
      Group group = new Group();
      group.startMs = Long.parseLong(lines[i + 1]);
      group.caughtUp = true;
      groups.put(lines[i], group);
    }
    moreUnsent = true;
  }

  private void parse(String store, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      requireReadable(store, "tasks", format, FORMAT);
      requireReadable(store, "entities", in.readByte(), EntityEntryCodec.FORMAT);
      requireReadable(store, "states", in.readByte(), EntityStateCodec.FORMAT);
      streamMs = in.readLong();
      for (int left = in.readInt(); left > 0; left--) {
        groups.put(in.readUTF(), readGroup(in));
      }
      for (int left = in.readInt(); left > 0; left--) {
        leftovers.add(in.readUTF());
      }
      swept = new Sweep(in.readUTF(), in.readUTF(), true);
      unsent = format == WITHOUT_UNSENT ? List.of() : readKeys(in);
      if (format == NUMBERED_BY_SENDS) {
        in.readLong();
      }
      moreUnsent = format <= THROUGH_TOPIC || in.readBoolean();
      if (format > NUMBERED_BY_SENDS) {
        lineage = new Lineage(in.readLong(), in.readUTF());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireReadable(String store, String what, int written, int readable) {
    if (written > readable) {
      throw new IllegalStateException(
          "Unknown format "
              + written
              + " of "
              + what
              + " in state store "
              + store
              + ": this version reads formats up to "
              + readable
              + ". Run the version that wrote it, or start under a new application.id, which"
              + " computes everything anew from the topics.");
    }
  }

  private static List<String> readKeys(DataInputStream in) throws IOException {
    List<String> keys = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      keys.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
    }
    return keys;
  }

  private static Group readGroup(DataInputStream in) throws IOException {
    Group group = new Group();
    group.startMs = in.readLong();
    group.caughtUp = in.readBoolean();
    group.announced = BitSet.valueOf(in.readNBytes(in.readInt()));
    return group;
  }

  /** The row in the newest format. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeByte(FORMAT);
    out.writeByte(EntityEntryCodec.FORMAT);
    out.writeByte(EntityStateCodec.FORMAT);
    out.writeLong(streamMs);
    out.writeInt(groups.size());
    for (Map.Entry<String, Group> group : groups.entrySet()) {
      out.writeUTF(group.getKey());
      write(out, group.getValue());
    }
    out.writeInt(leftovers.size());
    for (String leftover : leftovers) {
      out.writeUTF(leftover);
    }
    out.writeUTF(swept.served());
    out.writeUTF(swept.rebuild());
    out.writeInt(unsent.size());
    for (String key : unsent) {
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
    out.writeBoolean(moreUnsent);
    out.writeLong(lineage.floor());
    out.writeUTF(lineage.definitions());
  }

  private static void write(DataOutputStream out, Group group) throws IOException {
    out.writeLong(group.startMs);
    out.writeBoolean(group.caughtUp);
    byte[] announced = group.announced.toByteArray();
    out.writeInt(announced.length);
    out.write(announced);
  }
}
