package io.tidemark.entity;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.feature.EntityStateCodec;
import io.tidemark.feature.FeatureEngine;
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
 * <pre>
 * row   = format:1  entries' format  states' format  clock
 *         count group*  count leftover*  served  rebuild
 *         count unsent*  more unsent  floor  definitions
 * group = id  start  caught up  announced
 * </pre>
 *
 * <p>It names the formats of what is in the other rows, so that a store is refused at the start and
 * not at the first entity that is read.
 */
public final class TaskRow {
  /** No entity has an empty key: an event without one does not contribute. */
  public static final String KEY = "";

  private static final int FORMAT = 1;

  final Map<String, Group> groups = new TreeMap<>();

  /** Ids of groups that are no longer declared and of which entities may still hold state. */
  final Set<String> leftovers = new TreeSet<>();

  /** Whether there was none. */
  final boolean isNew;

  long clockMs = Long.MIN_VALUE;
  Sweep swept = Sweep.NONE;

  /** Keys of entities that hold changes of which the store does not know. */
  List<String> unsent = List.of();

  /** Whether others do too. */
  boolean moreUnsent;

  /** Of the revisions. */
  Lineage lineage = Lineage.NONE;

  /** What is known of one group. */
  static final class Group {
    long startMs = FeatureEngine.NOT_STARTED;
    boolean caughtUp;
    BitSet announced = new BitSet();
  }

  private TaskRow(boolean isNew) {
    this.isNew = isNew;
  }

  /**
   * Reads the row; an empty one when there is none.
   *
   * @throws FormatException when anything in the store is of another format, or the row is damaged
   */
  public static TaskRow read(String store, byte[] bytes) {
    TaskRow row = new TaskRow(bytes == null);
    if (bytes != null) {
      row.read(
          new ByteReader("tasks in state store", store, bytes)
              .expectFormat(FORMAT)
              .expectFormat("entities in state store", EntityEntryCodec.FORMAT)
              .expectFormat("states in state store", EntityStateCodec.FORMAT));
    }
    return row;
  }

  private void read(ByteReader in) {
    clockMs = in.signed();
    for (int left = in.count(); left > 0; left--) {
      groups.put(in.text(), readGroup(in));
    }
    leftovers.addAll(readTexts(in));
    swept = new Sweep(in.text(), in.text(), true);
    unsent = readTexts(in);
    moreUnsent = in.flag();
    lineage = new Lineage(in.unsigned(), in.text());
    in.expectEnd();
  }

  private static Group readGroup(ByteReader in) {
    Group group = new Group();
    group.startMs = in.signed();
    group.caughtUp = in.flag();
    group.announced = BitSet.valueOf(in.bytes());
    return group;
  }

  private static List<String> readTexts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      texts.add(in.text());
    }
    return texts;
  }

  byte[] bytes() {
    ByteWriter out = new ByteWriter();
    out.octet(FORMAT).octet(EntityEntryCodec.FORMAT).octet(EntityStateCodec.FORMAT);
    out.signed(clockMs).unsigned(groups.size());
    groups.forEach((id, group) -> write(id, group, out));
    out.unsigned(leftovers.size());
    leftovers.forEach(out::text);
    out.text(swept.served()).text(swept.rebuild()).unsigned(unsent.size());
    unsent.forEach(out::text);
    out.flag(moreUnsent).unsigned(lineage.floor()).text(lineage.definitions());
    return out.toByteArray();
  }

  private static void write(String id, Group group, ByteWriter out) {
    out.text(id).signed(group.startMs).flag(group.caughtUp);
    out.bytes(group.announced.toByteArray());
  }
}
