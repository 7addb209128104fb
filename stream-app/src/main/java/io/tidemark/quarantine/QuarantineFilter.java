package io.tidemark.quarantine;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which records in quarantine are meant: those that every part agrees to. Immutable.
 *
 * @param source the topic they were read from
 * @param reasons one of these; empty for any
 * @param rule name of the rule, or of the field, that they failed on
 * @param schemaId of their writer's schema
 * @param quarantined when they came there
 * @param offsets where they were read
 * @param key their original key, byte for byte
 */
public record QuarantineFilter(
    Optional<String> source,
    Set<String> reasons,
    Optional<String> rule,
    Optional<Integer> schemaId,
    TimeRange quarantined,
    OffsetRange offsets,
    Optional<KeyBytes> key)
    implements Predicate<QuarantineEntry> {

  /** Every record. */
  public static final QuarantineFilter ALL =
      new QuarantineFilter(
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          TimeRange.ALL,
          OffsetRange.ALL,
          Optional.empty());

  /** Instants of {@code [from, until)}. */
  public record TimeRange(Instant from, Instant until) {
    public static final TimeRange ALL = new TimeRange(Instant.MIN, Instant.MAX);

    boolean contains(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(until);
    }

    /** Its beginning in milliseconds since the Unix epoch, as near as they come; not negative. */
    public long fromMs() {
      return from.isAfter(Instant.EPOCH)
          ? Instant.EPOCH.plusMillis(Long.MAX_VALUE).isBefore(from)
              ? Long.MAX_VALUE
              : from.toEpochMilli()
          : 0;
    }

    /** Whether it has a beginning. */
    public boolean isOpen() {
      return from.equals(Instant.MIN);
    }
  }

  /** Offsets of {@code [from, until)}, of one partition or of each. */
  public record OffsetRange(Optional<Integer> partition, long from, long until) {
    public OffsetRange {
      if (partition.orElse(0) < 0) {
        throw new IllegalArgumentException(
            "Invalid partition " + partition.get() + ": must be 0 or more");
      }
      if (from < 0 || until <= from) {
        throw new IllegalArgumentException(
            "Invalid offsets from %d until %d: must be 0 or more, and the end behind the beginning"
                .formatted(from, until));
      }
    }

    public static final OffsetRange ALL = new OffsetRange(Optional.empty(), 0, Long.MAX_VALUE);

    boolean contains(SourcePosition position) {
      return position.offset() >= from
          && position.offset() < until
          && partition.filter(only -> only != position.partition()).isEmpty();
    }
  }

  /** A key as it is compared. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content, here
  public record KeyBytes(byte[] bytes) {
    boolean equalsBytes(byte[] other) {
      return Arrays.equals(bytes, other);
    }
  }

  /** Of these, what was read at a position. */
  public QuarantineFilter at(SourcePosition position) {
    return new QuarantineFilter(
        Optional.of(position.topic()),
        reasons,
        rule,
        schemaId,
        quarantined,
        new OffsetRange(
            Optional.of(position.partition()), position.offset(), position.offset() + 1),
        key);
  }

  @Override
  public boolean test(QuarantineEntry entry) {
    return source.filter(topic -> !topic.equals(entry.record().getSourceTopic())).isEmpty()
        && (reasons.isEmpty() || reasons.contains(entry.record().getReason()))
        && rule.filter(name -> !name.equals(entry.record().getRule())).isEmpty()
        && schemaId.filter(id -> !id.equals(entry.record().getSchemaId())).isEmpty()
        && quarantined.contains(entry.quarantinedAt())
        && offsets.contains(entry.source())
        && key.filter(bytes -> !bytes.equalsBytes(entry.key())).isEmpty();
  }
}
