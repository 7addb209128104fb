package io.tidemark.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values of every kind in random order, against themselves; and bytes of no kind. */
class BytesPropertyTest {
  private static final long SEED = 20260412;
  private static final int RUNS = 2_000;

  /** What one value may take beside its bytes: an exception with its trace, mostly. */
  private static final long MOST_ALLOCATED = 100_000;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** Kinds of values, each with its writer and its reader. */
  private enum Kind {
    OCTET,
    FLAG,
    UNSIGNED,
    SIGNED,
    NUMBER,
    FIXED,
    LEADING,
    REAL,
    BYTES,
    TEXT,
    BLOCK
  }

  /** A value that was, or is to be, written; equal to the one that is read. */
  private record Value(Kind kind, Object value) {}

  private Value next(Kind kind) {
    return new Value(
        kind,
        switch (kind) {
          case OCTET -> random.nextInt(256);
          case FLAG -> random.nextBoolean();
          case UNSIGNED, SIGNED, FIXED -> number();
          case NUMBER -> (int) (number() & Integer.MAX_VALUE);
          case LEADING -> number() << 24;
          case REAL -> Double.longBitsToDouble(number());
          case BYTES, TEXT, BLOCK -> text();
        });
  }

  /** Of any number of bits and either sign, all of them equally often. */
  private long number() {
    return random.nextLong() >> random.nextInt(64);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(40) * random.nextInt(20); left > 0; left--) {
      text.appendCodePoint(0x20 + random.nextInt(random.nextInt(10) == 0 ? 0x10_000 - 0x2850 : 90));
    }
    return text.toString().replaceAll("\\p{Cs}", "?");
  }

  private static void write(Value next, ByteWriter out) {
    switch (next.kind()) {
      case OCTET -> out.octet((Integer) next.value());
      case FLAG -> out.flag((Boolean) next.value());
      case UNSIGNED -> out.unsigned((Long) next.value());
      case SIGNED -> out.signed((Long) next.value());
      case NUMBER -> out.unsigned((Integer) next.value());
      case FIXED -> out.fixed64((Long) next.value());
      case LEADING -> out.leading((Long) next.value(), 5);
      case REAL -> out.real((Double) next.value());
      case BYTES -> out.bytes(utf8(next.value()));
      case TEXT -> out.text((String) next.value());
      case BLOCK -> out.block(new ByteWriter(1).text((String) next.value()).octet(7));
    }
  }

  private static byte[] utf8(Object text) {
    return ((String) text).getBytes(UTF_8);
  }

  private static Value read(Kind kind, ByteReader in) {
    return new Value(
        kind,
        switch (kind) {
          case OCTET -> in.octet();
          case FLAG -> in.flag();
          case UNSIGNED -> in.unsigned();
          case SIGNED -> in.signed();
          case NUMBER -> in.number("number", Integer.MAX_VALUE);
          case FIXED -> in.fixed64();
          case LEADING -> in.leading(5);
          case REAL -> in.real();
          case BYTES -> new String(in.bytes(), UTF_8);
          case TEXT -> in.text();
          case BLOCK -> {
            ByteReader block = in.block();
            String text = block.text();
            block.octet();
            block.expectEnd();
            yield text;
          }
        });
  }

  private List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (int left = 1 + random.nextInt(12); left > 0; left--) {
      values.add(next(Kind.values()[random.nextInt(Kind.values().length)]));
    }
    return values;
  }

  private static List<Value> read(List<Value> like, byte[] bytes) {
    ByteReader in = new ByteReader("values", bytes);
    List<Value> read = new ArrayList<>();
    like.forEach(value -> read.add(read(value.kind(), in)));
    in.expectEnd();
    return read;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    ByteWriter out = new ByteWriter(0);
    for (int run = 0; run < RUNS; run++) {
      List<Value> values = values();
      out.clear();
      values.forEach(value -> write(value, out));
      assertThat(read(values, out.toByteArray()))
          .as("seed %d, run %d", SEED, run)
          .isEqualTo(values);
    }
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    for (int run = 0; run < RUNS / 10; run++) {
      List<Value> values = values();
      ByteWriter out = new ByteWriter();
      values.forEach(value -> write(value, out));
      byte[] bytes = out.toByteArray();
      for (int length = 0; length <= bytes.length + 1; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        if (length != bytes.length) {
          assertThatThrownBy(() -> read(values, cut))
              .as("seed %d, run %d, %s cut to %d", SEED, run, values, length)
              .isInstanceOf(FormatException.class);
        }
      }
    }
  }

  @Test
  void arbitraryBytesGiveAValueOrAreRefusedAndAskForNoMoreThanTheyHold() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    // what the first of each kind loads is not the bytes'
    for (Kind kind : Kind.values()) {
      isRead(kind, new ByteReader("bytes", new byte[0]));
      isRead(kind, new ByteReader("bytes", new byte[] {-1, -1, -1, -1, 7, 7}));
    }
    for (int run = 0; run < 50 * RUNS; run++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      Kind kind = Kind.values()[run % Kind.values().length];
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean fits = isRead(kind, new ByteReader("bytes", bytes));
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("seed %d, run %d, %s of %s", SEED, run, kind, Arrays.toString(bytes))
          .isLessThan(MOST_ALLOCATED);
      refused += fits ? 0 : 1;
    }
    assertThat(refused).isBetween(10 * RUNS, 40 * RUNS);
  }

  private static boolean isRead(Kind kind, ByteReader in) {
    try {
      read(kind, in);
      return true;
    } catch (FormatException e) {
      return false;
    }
  }
}
