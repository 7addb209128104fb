package io.tidemark.quarantine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands in quarantine, which is its short name: {@code partition-offset}.
 *
 * @param partition of the quarantine topic, 0 or more
 * @param offset in it, 0 or more
 */
public record QuarantinePlace(int partition, long offset) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

  /** Reads what {@link #toString} wrote; nothing where the text is none. */
  public static Optional<QuarantinePlace> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new QuarantinePlace(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition + "-" + offset;
  }
}
