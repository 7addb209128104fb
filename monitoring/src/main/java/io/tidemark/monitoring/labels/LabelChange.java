package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What has become of predictions that wait for one label, in one place since it was told last.
 * Mutable; not thread-safe.
 */
public final class LabelChange {
  private LabelFunnel funnel = LabelFunnel.NONE;

  /** By when they were made, how many more wait; below 0 where they do not any more. */
  private final Map<Long, Long> waiting = new TreeMap<>();

  /** By when it happened and when they were made, what happened to watched ones. */
  private final Map<At, Flow> flows = new TreeMap<>();

  private record At(long atMs, long madeMs) implements Comparable<At> {
    @Override
    public int compareTo(At other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(madeMs, other.madeMs);
    }
  }

  /** How many began to wait, were decided by an outcome, and wait no more without one. */
  record Flow(long began, long decided, long left) {
    Flow plus(Flow more) {
      return new Flow(began + more.began, decided + more.decided, left + more.left);
    }
  }

  /** Takes what is known when it happens to one of them. */
  interface FlowVisitor {
    void visit(long atMs, long madeMs, Flow flow);
  }

  /**
   * A prediction begins to wait.
   *
   * @param madeMs when it was made, milliseconds since the Unix epoch
   * @param watchedMs when it begins to be waited for; {@link LabelWait#NOT_WATCHED} for nothing to
   *     be expected of it
   */
  public void opened(WaitStep step, long madeMs, long watchedMs) {
    funnel = funnel.opened(1);
    count(step.floor(madeMs), 1);
    flow(step, madeMs, watchedMs, new Flow(1, 0, 0));
  }

  /** Its wait is over; as {@link #opened}. */
  public void ended(WaitStep step, long madeMs, WaitEnd end, long watchedMs) {
    funnel = funnel.ended(end);
    count(step.floor(madeMs), -1);
    boolean decided = end == WaitEnd.JOINED;
    flow(step, madeMs, watchedMs, new Flow(0, decided ? 1 : 0, decided ? 0 : 1));
  }

  private void count(long slotMs, long count) {
    waiting.merge(slotMs, count, LabelChange::sumOrNull);
  }

  /** So that who came and went leaves nothing behind. */
  private static Long sumOrNull(Long a, Long b) {
    return a + b == 0 ? null : Long.valueOf(a + b);
  }

  private void flow(WaitStep step, long madeMs, long atMs, Flow flow) {
    if (atMs != LabelWait.NOT_WATCHED) {
      flows.merge(new At(step.floor(atMs), step.floor(madeMs)), flow, Flow::plus);
    }
  }

  LabelFunnel funnel() {
    return funnel;
  }

  void eachWaiting(BiConsumer<Long, Long> slot) {
    waiting.forEach(slot);
  }

  void eachFlow(FlowVisitor flow) {
    flows.forEach((at, one) -> flow.visit(at.atMs(), at.madeMs(), one));
  }

  /** How many rows it takes. */
  int size() {
    return waiting.size() + flows.size();
  }

  void putInto(ByteWriter out) {
    funnel.putInto(out);
    out.unsigned(waiting.size());
    waiting.forEach((slotMs, count) -> out.signed(slotMs).signed(count));
    out.unsigned(flows.size());
    long before = 0;
    for (Map.Entry<At, Flow> flow : flows.entrySet()) {
      out.signed(flow.getKey().atMs() - before);
      before = flow.getKey().atMs();
      out.signed(before - flow.getKey().madeMs());
      out.unsigned(flow.getValue().began());
      out.unsigned(flow.getValue().decided()).unsigned(flow.getValue().left());
    }
  }

  static LabelChange next(ByteReader in) {
    LabelChange change = new LabelChange();
    change.funnel = LabelFunnel.next(in);
    for (int left = in.count(); left > 0; left--) {
      change.waiting.put(in.signed(), in.signed());
    }
    long atMs = 0;
    for (int left = in.count(); left > 0; left--) {
      atMs += in.signed();
      At at = new At(atMs, atMs - in.signed());
      change.flows.put(at, new Flow(in.unsigned(), in.unsigned(), in.unsigned()));
    }
    return change;
  }
}
