package io.tidemark.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who sends what is broken: records by topic, producer and schema, with their reasons. Kafka does
 * not keep who wrote a record, so a producer is known by a header that it sets. Bounded; not
 * thread-safe.
 */
public final class ProducerSummary {
  /** Headers in which producers name themselves, the first that is there counts. */
  public static final List<String> HEADERS =
      List.of("client.id", "client_id", "client-id", "producer", "ce_source");

  /** What stands for a producer that names itself nowhere. */
  public static final String UNNAMED = "(unnamed)";

  /** What stands for those beyond the bound. */
  public static final String OTHERS = "(others)";

  private static final int MOST_ROWS = 10_000;
  private static final int LONGEST_NAME = 100;
  private static final Comparator<Row> LARGEST_FIRST =
      Comparator.comparingLong(Row::records)
          .reversed()
          .thenComparing(row -> row.sender().toString());

  private final List<String> headers;
  private final Map<Sender, Count> counts = new HashMap<>();

  /**
   * A summary of nothing.
   *
   * @param headers in which producers name themselves, in order of preference
   */
  public ProducerSummary(List<String> headers) {
    this.headers = List.copyOf(headers);
  }

  /**
   * Who writes with what.
   *
   * @param schemaId {@code null} where records name none
   */
  public record Sender(String topic, String producer, Integer schemaId) {}

  /**
   * What one of them sent.
   *
   * @param records how many are in quarantine
   * @param reasons how many by reason
   * @param first when the oldest of them came there
   * @param last when the newest of them came there
   * @param example the newest of them
   */
  public record Row(
      Sender sender,
      long records,
      Map<String, Long> reasons,
      Instant first,
      Instant last,
      QuarantinePlace example) {}

  private static final class Count {
    private final Map<String, Long> reasons = new TreeMap<>();
    private long records;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private QuarantinePlace example;

    private void add(QuarantineEntry entry) {
      records++;
      reasons.merge(entry.record().getReason(), 1L, Long::sum);
      Instant at = entry.quarantinedAt();
      first = at.isBefore(first) ? at : first;
      if (!at.isBefore(last)) {
        last = at;
        example = entry.place();
      }
    }
  }

  /** Counts a record, and more are wanted. */
  public boolean take(QuarantineEntry entry) {
    Sender sender =
        new Sender(entry.record().getSourceTopic(), producer(entry), entry.record().getSchemaId());
    boolean room = counts.size() < MOST_ROWS || counts.containsKey(sender);
    counts
        .computeIfAbsent(
            room ? sender : new Sender(sender.topic(), OTHERS, null), unknown -> new Count())
        .add(entry);
    return true;
  }

  private String producer(QuarantineEntry entry) {
    for (String name : headers) {
      byte[] value = entry.header(name);
      if (value != null && value.length > 0) {
        String text = new String(value, UTF_8);
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
      }
    }
    return UNNAMED;
  }

  /** Those with the most records first. */
  public List<Row> rows() {
    return counts.entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue()))
        .sorted(LARGEST_FIRST)
        .toList();
  }

  private static Row row(Sender sender, Count count) {
    return new Row(
        sender,
        count.records,
        new TreeMap<>(count.reasons),
        count.first,
        count.last,
        count.example);
  }
}
