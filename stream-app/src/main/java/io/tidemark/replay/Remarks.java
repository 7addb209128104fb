package io.tidemark.replay;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often a value was read in a way that whoever asked for it should know of. Thread-safe. */
public final class Remarks {
  /** What there is to know. */
  public enum Remark {
    /** A local time that clocks showed twice was read as the earlier of both instants. */
    AMBIGUOUS_TIME("ambiguous local times read as the earlier"),
    /** A time was finer than the unit of its field and cut downwards to it. */
    CUT_TIME("times cut to the unit of their field"),
    /** A number had more digits than a double holds, and became the nearest. */
    ROUNDED_NUMBER("numbers rounded to the nearest double");

    private final String text;

    Remark(String text) {
      this.text = text;
    }

    /** As it stands behind a number. */
    public String text() {
      return text;
    }
  }

  private final Map<Remark, LongAdder> counts = new EnumMap<>(Remark.class);

  public Remarks() {
    for (Remark remark : Remark.values()) {
      counts.put(remark, new LongAdder());
    }
  }

  void add(Remark remark) {
    counts.get(remark).increment();
  }

  /** Number of values the remark was made of; also of rows that were refused for another one. */
  public long count(Remark remark) {
    return counts.get(remark).sum();
  }
}
