package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.util.List;

/**
 * The latest values, newest first, up to a bound. The number beside a value is its event time in
 * milliseconds since the Unix epoch. Not thread-safe.
 */
final class LastValues extends NumberedScalars implements Summary<LastValues> {
  private final int max;

  LastValues(int max) {
    this.max = max;
  }

  private LastValues(LastValues other) {
    super(other);
    max = other.max;
  }

  @Override
  public void add(Object value, long timeMs) {
    takes(value, timeMs);
  }

  @Override
  public void addAll(LastValues other) {
    for (int i = 0; i < other.size() && takes(other.values.get(i), other.number(i)); i++) {
      // What follows a value that is too old is older still.
    }
  }

  /** Takes the value in where it is among the latest; whether it is. */
  private boolean takes(Object value, long timeMs) {
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
    int order = Long.compare(number(index), timeMs);
    return order < 0 || (order == 0 && Scalar.compare(values.get(index), value) < 0);
  }

  @Override
  public LastValues copy() {
    return new LastValues(this);
  }

  /** The values as ones among inputs of a kind, newest first; immutable. */
  List<Object> toList(Kind input) {
    return values.toList(input);
  }

  @Override
  public void encode(ByteWriter out, long originMs) {
    out.unsigned(size());
    long beforeMs = originMs;
    for (int i = 0; i < size(); i++) {
      Scalar.encode(values.get(i), out);
      out.signed(beforeMs - number(i));
      beforeMs = number(i);
    }
  }

  @Override
  public void decode(ByteReader in, long originMs) {
    long beforeMs = originMs;
    for (int left = in.count(); left > 0; left--) {
      Object value = Scalar.decode(in);
      beforeMs -= in.signed();
      if (value == null || !takes(value, beforeMs)) {
        throw in.damaged("a latest value that is none");
      }
    }
  }
}
