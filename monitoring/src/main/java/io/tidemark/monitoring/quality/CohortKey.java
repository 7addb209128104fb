package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * Whose labels are added up together: those of predictions of one time.
 *
 * @param model the model's name
 * @param version its version
 * @param label the label's name
 * @param exploration whether the predictions explored: they are not what the model would have
 *     chosen, and are never mixed with those that are
 * @param startMs the first instant of its predictions, milliseconds since the Unix epoch; a
 *     multiple of the length
 * @param lengthMs its length, above 0
 */
public record CohortKey(
    String model, String version, String label, boolean exploration, long startMs, long lengthMs) {
  /** The first byte of every key. */
  public static final int FORMAT = 1;

  /** The cohort of a prediction. */
  public static CohortKey of(
      String model, String version, String label, boolean exploration, long timeMs, long lengthMs) {
    long startMs = Math.floorDiv(timeMs, lengthMs) * lengthMs;
    return new CohortKey(model, version, label, exploration, startMs, lengthMs);
  }

  /** The first instant that is after it. */
  public long endMs() {
    return startMs + lengthMs;
  }

  /** Whose cohorts are kept by one task: those of a model, beside what waits for its labels. */
  public String owner() {
    return model;
  }

  /** {@code [format 1][model][version][label][exploration][length][start]}. */
  public byte[] encode() {
    return new ByteWriter(96)
        .octet(FORMAT)
        .text(model)
        .text(version)
        .text(label)
        .flag(exploration)
        .unsigned(lengthMs)
        .signed(startMs)
        .toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static CohortKey decode(byte[] bytes) {
    ByteReader in = new ByteReader("key of a cohort", bytes).expectFormat(FORMAT);
    CohortKey key = new CohortKey(in.text(), in.text(), in.text(), in.flag(), 0, in.unsigned());
    long startMs = in.signed();
    if (key.lengthMs <= 0 || Math.floorMod(startMs, key.lengthMs) != 0) {
      throw in.damaged("a cohort that cannot be, of " + key.lengthMs + " ms from " + startMs);
    }
    in.expectEnd();
    return new CohortKey(key.model, key.version, key.label, key.exploration, startMs, key.lengthMs);
  }
}
