package io.tidemark.document;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.Topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;

/** The page of the topics, made from what the schemas say and from {@link Topics}. */
final class TopicsPage {
  private static final Pattern CONTRACT =
      Pattern.compile("Written by (.+?); read by (.+?)\\. Topic key: ([^,.]+)");

  private static final String HEAD =
      """
      # Topics

      <!-- made from src/main/avro and Topics: TopicsPageTest says how to make it again -->

      ## Topics of ours

      Created where missing, with `topics.partitions` and `topics.replication`; `topics.prefix` stands for `tidemark.`.
      Values are in the Confluent wire format under the subject `<topic>-value`, which takes only versions that read, and
      are read by, every other (`FULL_TRANSITIVE`, set when the service creates the subject).

      | topic | key | value | clean-up | retention | partitions | written by | read by |
      |---|---|---|---|---|---|---|---|
      """;

  private static final String BETWEEN =
      """

      Keys are UTF-8 text, and their parts are fields of the value. Parts are joined with `|`; a `|` or `\\` in a part has a
      `\\` in front, as in the key of an entity of several fields: request `a|b` of model `m` and label `click` is
      `m|a\\|b|click`. So two things never share a key. A vector's key is the name of the entity in Redis: namespace and
      entity hold no `:`, and the rest is the entity's key. In the keys of drift the score and the decision of a model are
      `@score` and `@decision`, whatever features it has.

      A labelled example has the `traceparent` and `tracestate` of the outcome that came in and decided it just then; every
      other, such as the last one that says `FINAL`, has those of its prediction. A vector has those of the last event that
      came with them since the one before, unless it is sent again after a crash. A record in quarantine has every header of
      the original but `__value_schema_id` and `__key_schema_id`, which would say how key and value are framed; all of them
      are in the value. No other record of ours has headers.

      ## Topics that are read

      By default; definitions name others, and sources have schemas of their own.

      | topic | key | value | written by | read by |
      |---|---|---|---|---|
      """;

  private TopicsPage() {}

  /** What a schema says of the topic of its records. */
  record Contract(String writtenBy, String readBy, String key) {

    /**
     * Reads it from the documentation of a record.
     *
     * @throws IllegalArgumentException when that does not say it
     */
    static Contract of(Schema schema) {
      Matcher said = CONTRACT.matcher(schema.getDoc());
      if (!said.find()) {
        throw new IllegalArgumentException(
            schema.getName() + " must say \"Written by ...; read by .... Topic key: ...\"");
      }
      return new Contract(said.group(1), said.group(2), said.group(3));
    }

    /** The key as it is shown: what is made of fields as code. */
    private String shownKey() {
      return key.contains(" ") || key.equals("any") ? key : "`" + key.replace("|", "\\|") + "`";
    }
  }

  static String text() {
    return HEAD
        + lines(
            Topics.of("tidemark.", Duration.ofDays(365), Duration.ofDays(30)).all().stream()
                .map(TopicsPage::own))
        + BETWEEN
        + lines(
            Stream.of(
                read("user-events", UserEvent.getClassSchema()),
                read("predictions", PredictionLog.getClassSchema()),
                read("outcomes", OutcomeLog.getClassSchema())));
  }

  private static String lines(Stream<List<String>> rows) {
    return rows.map(row -> "| " + String.join(" | ", row) + " |\n").collect(Collectors.joining());
  }

  private static List<String> own(Topic<?> topic) {
    Contract contract = Contract.of(topic.schema());
    String cleanUp = topic.config().get(TopicConfig.CLEANUP_POLICY_CONFIG);
    return List.of(
        "`" + topic.name() + "`",
        contract.shownKey(),
        "`" + topic.schema().getName() + "`",
        cleanUp,
        retention(topic, cleanUp),
        "`topics.partitions`",
        contract.writtenBy(),
        contract.readBy());
  }

  private static String retention(Topic<?> topic, String cleanUp) {
    if (topic.name().endsWith("quarantine")) {
      return "`topics.quarantine.retention`, from when it was written";
    }
    return switch (cleanUp) {
      case TopicConfig.CLEANUP_POLICY_COMPACT -> "the newest record of a key, for ever";
      case TopicConfig.CLEANUP_POLICY_DELETE ->
          deletedAfter(topic.config().get(TopicConfig.RETENTION_MS_CONFIG));
      default ->
          "the newest record of a key, for `topics.labelled.retention` from when it was written";
    };
  }

  /** What no setting says is the topic's own, or left to the broker. */
  private static String deletedAfter(String retentionMs) {
    if (retentionMs == null) {
      return "the broker's, from when it was written";
    }
    long ms = Long.parseLong(retentionMs);
    return ms < 0
        ? "every record, for ever"
        : Duration.ofMillis(ms).toDays() + " days, from when it was written";
  }

  private static List<String> read(String topic, Schema schema) {
    Contract contract = Contract.of(schema);
    return List.of(
        "`" + topic + "`",
        contract.shownKey(),
        "`" + schema.getName() + "`",
        contract.writtenBy(),
        contract.readBy());
  }
}
