package io.tidemark.feature.aggregate;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.Arrays;

/**
 * A set of 64-bit hashes that can tell its size: the sorted hashes up to {@value #MAX_EXACT}, an
 * UltraLogLog sketch of 4,096 registers beyond. Which form, and every bit of it, depends on the set
 * alone. Not thread-safe.
 */
final class DistinctHashes implements Summary<DistinctHashes> {
  /*
   * O. Ertl, UltraLogLog: A Practical and More Space-Efficient Alternative to HyperLogLog for
   * Approximate Distinct Counting, VLDB 2024.
   */

  /** Relative standard error of the sketch: 0.782 / sqrt(4,096). */
  static final double STANDARD_ERROR = 0.0123;

  /** At this many hashes both forms take the same room. */
  static final int MAX_EXACT = 512;

  private static final int PRECISION = 12;
  private static final int REGISTERS = 1 << PRECISION;

  private static final int SPARSE_REGISTERS = MAX_EXACT + 1;
  private static final int ALL_REGISTERS = MAX_EXACT + 2;

  /** XXH3 with seed 0, which is specified and stable. */
  private static final Hasher64 HASHER = Hashing.xxh3_64();

  private static final long TYPE_BOOLEAN = 1;
  private static final long TYPE_LONG = 2;
  private static final long TYPE_DOUBLE = 3;
  private static final long TYPE_STRING = 4;

  private long[] hashes;
  private int size;

  /** Null while the set is small. */
  private UltraLogLog sketch;

  DistinctHashes() {
    hashes = new long[1];
  }

  private DistinctHashes(DistinctHashes other) {
    hashes = other.hashes.clone();
    size = other.size;
    sketch = other.sketch == null ? null : other.sketch.copy();
  }

  /** A hash of the type and the value of a scalar that never changes. */
  private static long hash(Object value) {
    if (value instanceof Double number) {
      return HASHER.hashLongLongToLong(TYPE_DOUBLE, Double.doubleToRawLongBits(number));
    }
    if (value instanceof Long number) {
      return HASHER.hashLongLongToLong(TYPE_LONG, number);
    }
    if (value instanceof Boolean flag) {
      return HASHER.hashLongLongToLong(TYPE_BOOLEAN, flag ? 1 : 0);
    }
    return HASHER.hashLongLongToLong(TYPE_STRING, HASHER.hashCharsToLong((String) value));
  }

  @Override
  public void add(Object value, long timeMs) {
    add(hash(value));
  }

  private void add(long hash) {
    if (sketch != null) {
      sketch.add(hash);
      return;
    }
    int found = Arrays.binarySearch(hashes, 0, size, hash);
    if (found >= 0) {
      return;
    }
    if (size == MAX_EXACT) {
      toSketch();
      sketch.add(hash);
      return;
    }
    insert(-found - 1, hash);
  }

  private void insert(int at, long hash) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.min(MAX_EXACT, size + (size >> 1) + 1));
    }
    System.arraycopy(hashes, at, hashes, at + 1, size - at);
    hashes[at] = hash;
    size++;
  }

  private void toSketch() {
    sketch = UltraLogLog.create(PRECISION);
    for (int i = 0; i < size; i++) {
      sketch.add(hashes[i]);
    }
    hashes = new long[0];
    size = 0;
  }

  @Override
  public void addAll(DistinctHashes other) {
    if (other.sketch != null) {
      if (sketch == null) {
        toSketch();
      }
      sketch.add(other.sketch);
    }
    for (int i = 0; i < other.size; i++) {
      add(other.hashes[i]);
    }
  }

  /** How many there are: exact up to {@value #MAX_EXACT}, then an estimate of at least one more. */
  long count() {
    return sketch == null
        ? size
        : Math.max(MAX_EXACT + 1, Math.round(sketch.getDistinctCountEstimate()));
  }

  @Override
  public DistinctHashes copy() {
    return new DistinctHashes(this);
  }

  @Override
  public boolean isEmpty() {
    return sketch == null && size == 0;
  }

  @Override
  public void encode(ByteWriter out, long originMs) {
    if (sketch == null) {
      out.unsigned(size);
      for (int i = 0; i < size; i++) {
        out.fixed64(hashes[i]);
      }
      return;
    }
    byte[] registers = sketch.getState();
    int filled = 0;
    for (byte register : registers) {
      filled += register == 0 ? 0 : 1;
    }
    boolean isSparse = 2 * filled < REGISTERS;
    out.unsigned(isSparse ? SPARSE_REGISTERS : ALL_REGISTERS);
    if (isSparse) {
      encode(registers, filled, out);
    } else {
      out.bytes(registers);
    }
  }

  private static void encode(byte[] registers, int filled, ByteWriter out) {
    out.unsigned(filled);
    int before = -1;
    for (int i = 0; i < REGISTERS; i++) {
      if (registers[i] != 0) {
        out.unsigned(i - before - 1);
        out.octet(registers[i]);
        before = i;
      }
    }
  }

  @Override
  public void decode(ByteReader in, long originMs) {
    long form = in.unsigned();
    if (form == SPARSE_REGISTERS) {
      sketch = UltraLogLog.wrap(sparseRegisters(in));
    } else if (form == ALL_REGISTERS) {
      sketch = UltraLogLog.wrap(registers(in));
    } else if (form >= 0 && form <= MAX_EXACT) {
      decode(in, (int) form);
    } else {
      throw in.damaged("unknown form of a set of hashes " + form);
    }
  }

  private void decode(ByteReader in, int count) {
    if (count > in.remaining() / Long.BYTES) {
      throw in.damaged("a set of " + count + " hashes that ends early");
    }
    hashes = new long[Math.max(1, count)];
    for (size = 0; size < count; size++) {
      hashes[size] = in.fixed64();
      if (size > 0 && hashes[size] <= hashes[size - 1]) {
        throw in.damaged("hashes that do not ascend");
      }
    }
  }

  private static byte[] registers(ByteReader in) {
    byte[] registers = in.bytes();
    if (registers.length != REGISTERS) {
      throw in.damaged(registers.length + " registers of " + REGISTERS);
    }
    return registers;
  }

  private static byte[] sparseRegisters(ByteReader in) {
    byte[] registers = new byte[REGISTERS];
    long at = -1;
    for (int filled = in.count(); filled > 0; filled--) {
      long gap = in.unsigned();
      at += 1 + gap;
      if (gap < 0 || at >= REGISTERS || at < 0) {
        throw in.damaged("register " + at + " of " + REGISTERS);
      }
      registers[(int) at] = (byte) in.octet();
    }
    return registers;
  }
}
