package io.tidemark.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.quarantine.QuarantineFilter;
import io.tidemark.quarantine.QuarantineFilter.KeyBytes;
import io.tidemark.quarantine.QuarantineFilter.OffsetRange;
import io.tidemark.quarantine.QuarantineFilter.TimeRange;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which records in quarantine a command is about: those that every option agrees to. */
final class QuarantineOptions {
  @Option(names = "--source", paramLabel = "TOPIC", description = "Read from this topic.")
  private String source;

  @Option(
      names = "--reason",
      split = ",",
      paramLabel = "REASON",
      description = "With one of these reasons, such as RULE_FAILED.")
  private Set<String> reasons = new LinkedHashSet<>();

  @Option(names = "--rule", description = "Failed on this rule, or field.")
  private String rule;

  @Option(names = "--schema-id", paramLabel = "ID", description = "Written with this schema.")
  private Integer schemaId;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Came to quarantine then or later: 2026-11-30T09:00:00Z.")
  private Instant from = Instant.MIN;

  @Option(names = "--until", paramLabel = "INSTANT", description = "Came there before that.")
  private Instant until = Instant.MAX;

  @Option(names = "--partition", paramLabel = "N", description = "Of this partition of its topic.")
  private Integer partition;

  @Option(
      names = "--from-offset",
      paramLabel = "N",
      description = "At this offset of its partition, or behind it.")
  private long fromOffset;

  @Option(names = "--until-offset", paramLabel = "N", description = "Before this offset.")
  private long untilOffset = Long.MAX_VALUE;

  @Option(
      names = "--key",
      description = "With this key: text, or its bytes in hexadecimal behind 0x.")
  private String key;

  QuarantineFilter filter() {
    try {
      return parsed();
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(e.getMessage() + ".", e);
    }
  }

  private QuarantineFilter parsed() {
    return new QuarantineFilter(
        Optional.ofNullable(source),
        Set.copyOf(reasons),
        Optional.ofNullable(rule),
        Optional.ofNullable(schemaId),
        new TimeRange(from, until),
        new OffsetRange(Optional.ofNullable(partition), fromOffset, untilOffset),
        Optional.ofNullable(key).map(QuarantineOptions::bytes));
  }

  private static KeyBytes bytes(String text) {
    if (!text.startsWith("0x")) {
      return new KeyBytes(text.getBytes(UTF_8));
    }
    try {
      return new KeyBytes(HexFormat.of().parseHex(text.substring(2)));
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(
          "Invalid key " + text + ": behind 0x come two hexadecimal digits a byte. Correct --key.",
          e);
    }
  }
}
