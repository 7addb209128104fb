package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.util.Arrays;
import java.util.List;

/** The latest values with their event times, newest first, up to a bound. Not thread-safe. */
final class LastValues {
  private final int max;
  private final ScalarList values;
  private long[] timesMs;

  LastValues(int max) {
    this.max = max;
    values = new ScalarList(1);
    timesMs = new long[1];
  }

  LastValues(LastValues other) {
    max = other.max;
    values = new ScalarList(other.values);
    timesMs = other.timesMs.clone();
  }

  int size() {
    return values.size();
  }

  void addAll(LastValues other) {
    for (int i = 0; i < other.size() && add(other.values.get(i), other.timesMs[i]); i++) {
      // What follows a value that is too old is older still.
    }
  }

  /** Whether the value is among the latest. */
  boolean add(Object value, long timeMs) {
    int at = size();
    while (at > 0 && isBefore(at - 1, value, timeMs)) {
      at--;
    }
    if (at == max) {
      return false;
    }
    if (size() == max) {
      values.truncate(max - 1);
    }
    insert(at, value, timeMs);
    return true;
  }

  private boolean isBefore(int index, Object value, long timeMs) {
    int order = Long.compare(timesMs[index], timeMs);
    return order < 0 || (order == 0 && Scalar.compare(values.get(index), value) < 0);
  }

  private void insert(int at, Object value, long timeMs) {
    int size = size();
    values.insert(at, value);
    if (size == timesMs.length) {
      timesMs = Arrays.copyOf(timesMs, Math.min(max, size + (size >> 1) + 1));
    }
    System.arraycopy(timesMs, at, timesMs, at + 1, size - at);
    timesMs[at] = timeMs;
  }

  List<Object> toList(Kind input) {
    return values.toList(input);
  }

  void encode(ByteWriter out, long originMs) {
    long beforeMs = originMs;
    for (int i = 0; i < size(); i++) {
      Scalar.encode(values.get(i), out);
      out.signed(beforeMs - timesMs[i]);
      beforeMs = timesMs[i];
    }
  }

  void decode(ByteReader in, int count, long originMs) {
    long beforeMs = originMs;
    for (int i = 0; i < count; i++) {
      Object value = Scalar.decode(in);
      beforeMs -= in.signed();
      if (value == null || !add(value, beforeMs)) {
        throw in.damaged("a latest value that is none");
      }
    }
  }
}
