package io.tidemark.validation;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.definition.WindowTime;
import io.tidemark.validation.HeldBack.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The bytes of what time it is in a partition and of what is held. Stateless and thread-safe.
 *
 * <pre>
 * all  = format:1  count first*  known:0|1  now?  mean step  steps  count held*  behind  together
 * held = key:8  time  record
 * </pre>
 *
 * @param <R> the record that is held
 */
public final class StreamTimeCodec<R> {
  private static final int FORMAT = 1;

  private final WindowTime rule;
  private final BiConsumer<R, ByteWriter> write;
  private final Function<ByteReader, R> read;

  /**
   * What belongs together.
   *
   * @param held over {@code time}
   */
  public record Partition<R>(StreamTime time, HeldBack<R> held) {}

  /**
   * A codec of records of one kind.
   *
   * @param write writes a record
   * @param read reads what {@code write} wrote
   */
  public StreamTimeCodec(
      WindowTime rule, BiConsumer<R, ByteWriter> write, Function<ByteReader, R> read) {
    this.rule = rule;
    this.write = write;
    this.read = read;
  }

  /** A partition of which nothing is known. */
  public Partition<R> empty() {
    StreamTime time = new StreamTime(rule);
    return new Partition<>(time, new HeldBack<>(rule, time));
  }

  /** The bytes; equal ones for what is equal. */
  public byte[] encode(Partition<R> partition) {
    ByteWriter out = new ByteWriter().octet(FORMAT);
    StreamTime.Remembered told = partition.time().remembered();
    out.unsigned(told.first().size());
    told.first().forEach(out::signed);
    out.flag(told.nowMs() != StreamTime.NOT_SET);
    if (told.nowMs() != StreamTime.NOT_SET) {
      out.signed(told.nowMs());
    }
    out.real(told.meanStepMs()).unsigned(told.steps());
    HeldBack<R> held = partition.held();
    out.unsigned(held.held().size());
    held.held().forEach(one -> write(one, out));
    return out.unsigned(held.behind()).unsigned(held.together()).toByteArray();
  }

  private void write(Held<R> held, ByteWriter out) {
    out.fixed64(held.key()).signed(held.timeMs());
    write.accept(held.record(), out);
  }

  /**
   * What is in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public Partition<R> decode(byte[] bytes) {
    ByteReader in = new ByteReader("stream time", bytes).expectFormat(FORMAT);
    StreamTime time = new StreamTime(rule, remembered(in));
    HeldBack<R> held = new HeldBack<>(rule, time);
    List<Held<R>> all = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      all.add(new Held<>(in.fixed64(), in.signed(), read.apply(in)));
    }
    held.restore(
        all,
        in.number("number of records behind", Integer.MAX_VALUE),
        in.number("number of records together", Integer.MAX_VALUE));
    in.expectEnd();
    return new Partition<>(time, held);
  }

  private static StreamTime.Remembered remembered(ByteReader in) {
    List<Long> first = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      first.add(in.signed());
    }
    long nowMs = in.flag() ? in.signed() : StreamTime.NOT_SET;
    return new StreamTime.Remembered(
        first, nowMs, in.real(), in.number("number of steps", StreamTime.REMEMBERED_STEPS));
  }
}
