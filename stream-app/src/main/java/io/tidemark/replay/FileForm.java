package io.tidemark.replay;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a file of text is written, as flags or a mapping file say; {@code null} for what is not said.
 *
 * @param encoding of text; by default UTF-8. A byte order mark in the file says otherwise
 * @param csv how CSV is written
 * @param numbers how numbers are written
 */
public record FileForm(Charset encoding, CsvForm csv, NumberForm numbers) {
  /** Says nothing: UTF-8, values quoted as in RFC 4180, numbers as programs write them. */
  public static final FileForm DEFAULT = new FileForm(null, CsvForm.DEFAULT, NumberForm.PLAIN);

  /** This form with everything that {@code flags} says instead of what this says about it. */
  FileForm overriddenBy(FileForm flags) {
    return new FileForm(
        flags.encoding == null ? encoding : flags.encoding,
        csv.overriddenBy(flags.csv),
        numbers.overriddenBy(flags.numbers));
  }

  Charset charset() {
    return encoding == null ? StandardCharsets.UTF_8 : encoding;
  }

  /** Whether a text is a number as JSON writes it, but for the signs that this form says. */
  public boolean isNumber(String text) {
    return numbers.isJsonNumber(text);
  }

  /** The number a text stands for, infinite and NaN included; {@code null} where it is none. */
  public Double number(String text) {
    try {
      return numbers.real(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
