package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * Whose cohorts follow each other.
 *
 * @param model the model's name
 * @param version its version
 * @param label the label's name
 * @param exploration whether its predictions explored
 */
public record QualitySeries(String model, String version, String label, boolean exploration) {

  /** The series that a cohort belongs to. */
  public static QualitySeries of(CohortKey key) {
    return new QualitySeries(key.model(), key.version(), key.label(), key.exploration());
  }

  /** {@code [model][version][label][exploration]}. */
  public byte[] encode() {
    return new ByteWriter(64).text(model).text(version).text(label).flag(exploration).toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are damaged
   */
  public static QualitySeries decode(byte[] bytes) {
    ByteReader in = new ByteReader("series of cohorts", bytes);
    QualitySeries series = new QualitySeries(in.text(), in.text(), in.text(), in.flag());
    in.expectEnd();
    return series;
  }
}
