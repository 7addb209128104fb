package io.tidemark.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.definition.EventTimeException.Reason;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeReaderTest {

  private static EventTimeReader reader(Kind kind, EventTimeUnit unit) {
    Source source =
        new Source(
            "s",
            "s",
            SourceRecords.ALL,
            "at",
            unit,
            null,
            Duration.ofHours(1),
            Duration.ZERO,
            List.of(),
            List.of(),
            List.of());
    return EventTimeReader.of(
        source, new RecordType("R", Map.of("at", FieldType.of(kind).orNull())));
  }

  private static EventTimeException errorOf(EventTimeReader reader, Object value) {
    return catchThrowableOfType(EventTimeException.class, () -> reader.read(name -> value));
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH_SECONDS, 1700000000, 1700000000000",
    "EPOCH_MILLIS, -5, -5",
    "EPOCH_MICROS, 1999, 1",
    "EPOCH_MICROS, -1, -1",
  })
  void numbersAreReadInTheDeclaredUnit(EventTimeUnit unit, long value, long millis)
      throws EventTimeException {
    assertThat(reader(Kind.INT, unit).read(name -> value)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "2010-12-01T08:26:00Z, 1291191960000",
    "2010-12-01T08:26:00, 1291191960000",
    "2010-12-01 08:26:00, 1291191960000",
    "2010-12-01T08:26, 1291191960000",
    "2010-12-01T10:26:00+02:00, 1291191960000",
    "2010-12-01T08:26:00.5Z, 1291191960500",
    "1969-12-31T23:59:59.999Z, -1",
    "2010-12-01T09:26:00+0100, 1291191960000",
    "20101201T082600Z, 1291191960000",
    "2010-12-01 08:26:00 UTC, 1291191960000",
  })
  void isoTextWithoutAnOffsetIsUtc(String text, long millis) throws EventTimeException {
    assertThat(reader(Kind.STRING, EventTimeUnit.ISO_8601).read(name -> text)).isEqualTo(millis);
  }

  @Test
  void timestampsAreCutDownwardsToMilliseconds() throws EventTimeException {
    EventTimeReader reader = reader(Kind.TIMESTAMP, EventTimeUnit.LOGICAL_TYPE);
    assertThat(reader.read(name -> Instant.EPOCH.plusNanos(1_999_999))).isEqualTo(1);
    assertThat(reader.read(name -> Instant.EPOCH.minusNanos(1))).isEqualTo(-1);
  }

  @Test
  void nullIsMissing() {
    EventTimeException error = errorOf(reader(Kind.INT, EventTimeUnit.EPOCH_MILLIS), null);
    assertThat(error.reason()).isEqualTo(Reason.MISSING);
    assertThat(error).hasMessage("event time field 'at' is null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2010-13-01T00:00:00Z", "2010-12-01", "1291191960"})
  void otherTextIsUnparsableAndShown(String text) {
    EventTimeException error = errorOf(reader(Kind.STRING, EventTimeUnit.ISO_8601), text);
    assertThat(error.reason()).isEqualTo(Reason.UNPARSABLE);
    assertThat(error)
        .hasMessage("event time field 'at' has '" + text + "', must be an ISO-8601 date and time");
  }

  @Test
  void valuesBeyondMillisecondsAreUnparsable() {
    assertThat(errorOf(reader(Kind.INT, EventTimeUnit.EPOCH_SECONDS), Long.MAX_VALUE).reason())
        .isEqualTo(Reason.UNPARSABLE);
    EventTimeReader timestamps = reader(Kind.TIMESTAMP, EventTimeUnit.LOGICAL_TYPE);
    assertThat(errorOf(timestamps, Instant.MAX).reason()).isEqualTo(Reason.UNPARSABLE);
    assertThat(errorOf(timestamps, "text").reason()).isEqualTo(Reason.UNPARSABLE);
    String endless = "x".repeat(500);
    assertThat(errorOf(reader(Kind.STRING, EventTimeUnit.ISO_8601), endless).getMessage())
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "INT, LOGICAL_TYPE, unit: seconds|millis|micros",
    "STRING, LOGICAL_TYPE, unit: iso",
    "STRING, EPOCH_SECONDS, unit: iso",
    "DOUBLE, EPOCH_SECONDS, must be a timestamp",
  })
  void unitIsNeverGuessed(Kind kind, EventTimeUnit unit, String message) {
    assertThatThrownBy(() -> reader(kind, unit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
