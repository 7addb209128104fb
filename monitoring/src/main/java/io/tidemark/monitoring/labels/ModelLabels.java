package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The waits for the labels of one model, as all tasks of its join tell them. Time is as far as the
 * task has read that has read the least, once each has said so: what came while the service was
 * stopped or behind is looked at as when it came. Not thread-safe.
 */
public final class ModelLabels {
  private static final int FORMAT = 1;

  /** How far nobody has read. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Map<String, WaitStep> declared;
  private final int partitions;
  private final Map<String, LabelWatch> labels = new TreeMap<>();
  private final Map<Integer, Long> readThroughMs = new TreeMap<>();

  /** Outages of labels that are declared no more, which nobody has been told of the end of. */
  private final List<OutageMove> gone = new ArrayList<>();

  private UnmatchedSamples predictions = new UnmatchedSamples();
  private UnmatchedSamples outcomes = new UnmatchedSamples();

  /**
   * Nothing is known yet.
   *
   * @param declared the step of each declared label, by its name
   * @param partitions of the join, at least 1
   */
  public ModelLabels(Map<String, WaitStep> declared, int partitions) {
    this.declared = new TreeMap<>(declared);
    this.partitions = partitions;
    declared.forEach((label, step) -> labels.put(label, new LabelWatch(step)));
  }

  /** Adds what a task tells. */
  public void take(WaitChange change) {
    change
        .labels()
        .forEach(
            (label, one) -> {
              LabelWatch watch = labels.get(label);
              if (watch != null) {
                watch.take(one, Math.max(change.throughMs(), throughMs()));
              }
            });
    predictions.add(change.predictions());
    outcomes.add(change.outcomes());
    change.forgotten().forEach(this::forget);
    if (change.saysHowFar() && change.partition() < partitions) {
      readThroughMs.merge(change.partition(), change.throughMs(), Math::max);
    }
  }

  private void forget(String requestId) {
    predictions.forget(requestId);
    outcomes.forget(requestId);
  }

  /** Up to when everything is known, milliseconds since the Unix epoch; a time long ago before. */
  public long throughMs() {
    return readThroughMs.size() < partitions ? UNKNOWN : Collections.min(readThroughMs.values());
  }

  /** Looks at the time that has passed; of outages that have opened or are over, in order. */
  public List<OutageMove> advance() {
    List<OutageMove> moves = new ArrayList<>(gone);
    gone.clear();
    long throughMs = throughMs();
    if (throughMs != UNKNOWN) {
      labels.forEach((label, watch) -> moves.addAll(watch.advanceTo(label, throughMs)));
    }
    return moves;
  }

  /**
   * Up to when it is known that no outage of the label has begun that is not noticed; a time long
   * ago before anything is known. Does not depend on when one asks but on what was told.
   */
  public long clearUntilMs(String label) {
    LabelWatch watch = labels.get(label);
    return watch == null ? throughMs() : watch.clearUntilMs();
  }

  /** The waits for a label; empty for one that is not declared. */
  public Optional<LabelWatch> label(String label) {
    return Optional.ofNullable(labels.get(label));
  }

  /** Those of every label, by its name. */
  public Map<String, LabelWatch> labels() {
    return Collections.unmodifiableMap(labels);
  }

  /** Predictions without an outcome. */
  public UnmatchedSamples predictions() {
    return predictions;
  }

  /** Outcomes without a prediction. */
  public UnmatchedSamples outcomes() {
    return outcomes;
  }

  /** {@code [format 1][read through][labels][predictions][outcomes]}. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter().octet(FORMAT).unsigned(readThroughMs.size());
    readThroughMs.forEach((partition, throughMs) -> out.unsigned(partition).signed(throughMs));
    out.unsigned(labels.size());
    labels.forEach(
        (label, watch) -> {
          out.text(label);
          watch.putInto(out);
        });
    predictions.putInto(out);
    outcomes.putInto(out);
    return out.toByteArray();
  }

  private static OutageMove over(String label, Outage outage) {
    return new OutageMove(label, outage.until(outage.noticedMs()), outage.noticedMs());
  }

  /**
   * What {@link #encode} wrote, without labels that are declared no more.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static ModelLabels decode(byte[] bytes, Map<String, WaitStep> declared, int partitions) {
    ByteReader in = new ByteReader("waits for labels", bytes).expectFormat(FORMAT);
    ModelLabels model = new ModelLabels(declared, partitions);
    for (int left = in.count(); left > 0; left--) {
      int partition = in.number("partition of a join", Integer.MAX_VALUE);
      long throughMs = in.signed();
      if (partition < partitions) {
        model.readThroughMs.put(partition, throughMs);
      }
    }
    for (int left = in.count(); left > 0; left--) {
      String label = in.text();
      LabelWatch watch = LabelWatch.next(model.declared.get(label), in);
      if (model.declared.containsKey(label)) {
        model.labels.put(label, watch);
      } else {
        watch.outage().ifPresent(outage -> model.gone.add(over(label, outage)));
      }
    }
    model.predictions = UnmatchedSamples.next(in);
    model.outcomes = UnmatchedSamples.next(in);
    in.expectEnd();
    return model;
  }
}
