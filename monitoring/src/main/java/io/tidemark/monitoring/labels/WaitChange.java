package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What one task of a join tells of the waits for a model's labels, since it told last. Mutable; not
 * thread-safe.
 */
public final class WaitChange {
  private static final int FORMAT = 1;

  /** The partition of a task that has not said how far it has read. */
  private static final int NOBODY = -1;

  private int partition = NOBODY;
  private long throughMs;
  private final Map<String, LabelChange> labels = new TreeMap<>();
  private UnmatchedSamples predictions = new UnmatchedSamples();
  private UnmatchedSamples outcomes = new UnmatchedSamples();
  private final Set<String> forgotten = new TreeSet<>();

  /**
   * Adds what a task says.
   *
   * @param steps of each label by its name; {@code null} for one that is not declared any more,
   *     which is left out
   */
  public void add(LabelWait wait, Function<String, WaitStep> steps) {
    if (wait instanceof LabelWait.Began began) {
      WaitStep step = steps.apply(began.label());
      if (step != null) {
        of(began.label()).opened(step, began.madeMs(), began.watchedMs());
      }
    } else if (wait instanceof LabelWait.Ended ended) {
      add(ended, steps.apply(ended.label()));
    } else if (wait instanceof LabelWait.Orphaned orphan) {
      outcomes.add(new Unmatched(orphan.requestId(), "", orphan.where(), 0, orphan.atMs()));
    } else if (wait instanceof LabelWait.Forgotten gone) {
      predictions.forget(gone.requestId());
      outcomes.forget(gone.requestId());
      forgotten.add(gone.requestId());
    } else if (wait instanceof LabelWait.ReadThrough read) {
      partition = read.partition();
      throughMs = Math.max(throughMs, read.throughMs());
    }
  }

  private void add(LabelWait.Ended ended, WaitStep step) {
    if (step != null) {
      long atMs = ended.watched() ? ended.atMs() : LabelWait.NOT_WATCHED;
      of(ended.label()).ended(step, ended.madeMs(), ended.end(), atMs);
      if (ended.end() == WaitEnd.TIMED_OUT || ended.end() == WaitEnd.UNLABELLED) {
        predictions.add(
            new Unmatched(ended.requestId(), ended.label(), "", ended.madeMs(), ended.atMs()));
      }
    }
  }

  private LabelChange of(String label) {
    return labels.computeIfAbsent(label, name -> new LabelChange());
  }

  /** How far the task has read; 0 while it has not said. */
  public long throughMs() {
    return throughMs;
  }

  /** Whether its inputs were read so far; otherwise there is no saying whose change it is. */
  boolean saysHowFar() {
    return partition != NOBODY;
  }

  int partition() {
    return partition;
  }

  Map<String, LabelChange> labels() {
    return labels;
  }

  UnmatchedSamples predictions() {
    return predictions;
  }

  UnmatchedSamples outcomes() {
    return outcomes;
  }

  Set<String> forgotten() {
    return forgotten;
  }

  /** Whether it says nothing but how far the task has read. */
  public boolean isEmpty() {
    return labels.isEmpty() && outcomes.count() == 0 && forgotten.isEmpty();
  }

  /** How many rows it takes: what is told at once has to be a record of a topic. */
  public int size() {
    return labels.values().stream().mapToInt(LabelChange::size).sum() + forgotten.size();
  }

  /** {@code [format 1][partition][through][labels][predictions][outcomes][forgotten]}. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter().octet(FORMAT).signed(partition).signed(throughMs);
    out.unsigned(labels.size());
    labels.forEach(
        (label, change) -> {
          out.text(label);
          change.putInto(out);
        });
    predictions.putInto(out);
    outcomes.putInto(out);
    out.unsigned(forgotten.size());
    forgotten.forEach(out::text);
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static WaitChange decode(byte[] bytes) {
    ByteReader in = new ByteReader("change of waits", bytes).expectFormat(FORMAT);
    WaitChange change = new WaitChange();
    change.partition = (int) in.signed();
    change.throughMs = in.signed();
    for (int left = in.count(); left > 0; left--) {
      change.labels.put(in.text(), LabelChange.next(in));
    }
    change.predictions = UnmatchedSamples.next(in);
    change.outcomes = UnmatchedSamples.next(in);
    for (int left = in.count(); left > 0; left--) {
      change.forgotten.add(in.text());
    }
    in.expectEnd();
    return change;
  }
}
