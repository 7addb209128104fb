package io.tidemark.quarantine;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands in a topic that is read; written {@code topic-partition-offset}, as Kafka's
 * own tools do.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record SourcePosition(String topic, int partition, long offset)
    implements Comparable<SourcePosition> {
  private static final Pattern TEXT = Pattern.compile("(.+)-(\\d{1,9})-(\\d{1,18})");
  private static final Comparator<SourcePosition> ORDER =
      Comparator.comparing(SourcePosition::topic)
          .thenComparingInt(SourcePosition::partition)
          .thenComparingLong(SourcePosition::offset);

  /** Reads what {@link #toString} wrote; nothing where the text is none. */
  public static Optional<SourcePosition> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new SourcePosition(
                parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  @Override
  public int compareTo(SourcePosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
