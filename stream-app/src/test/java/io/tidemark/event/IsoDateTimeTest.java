package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoDateTimeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T09:00:00Z",
        "2026-11-29t09:00:00z",
        "2026-11-29T09:00",
        "2026-11-29 09:00:00",
        "2026-11-29  09:00:00.000000",
        " 2026-11-29T09:00:00,0Z ",
        "2026-11-29T10:00:00+01:00",
        "2026-11-29T10:00:00+0100",
        "2026-11-29T10:00:00+01",
        "2026-11-29 10:00:00 +0100",
        "2026-11-29T03:30:00-0530",
        "2026-11-29T03:30-05:30",
        "2026-11-29T09:00:00-00:00",
        "2026-11-29T10:30:15+01:30:15",
        "20261129T090000Z",
        "20261129T0900Z",
        "20261129T100000+01",
        "20261129T100000.000+0100",
        "20261129 090000",
        "2026-11-29T10:00:00+01:00[Europe/Paris]",
        "2026-11-29 09:00:00 UTC",
        "2026-11-29 09:00:00UTC",
        "2026-11-29T09:00:00 GMT",
        "2026-11-29 09:00 utc",
      })
  void everyWayToWriteAnInstantIsThatInstant(String text) {
    assertThat(IsoDateTime.instant(text)).isEqualTo(Instant.parse("2026-11-29T09:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-11-29",
        "2026-11-29T",
        "T09:00:00Z",
        "1291191960",
        "2026-02-30T10:00:00Z",
        "2026-04-31 10:00:00",
        "2026-02-29T10:00:00Z",
        "20260230T100000Z",
        "2026-13-01T00:00:00Z",
        "2026-11-29T24:00:00Z",
        "20261129T240000",
        "2026-12-31T23:59:60Z",
        "2026-11-29T09:60:00Z",
        "2026-11-29T09:00:00+19:00",
        "2026-11-29T09:00:00+1",
        "2026-11-29T09:00:00 CET",
        "2026-11-29T09:00:00[Europe/Paris]",
        "2026-11-29T09:00:00+01:00[Europe/Nowhere]",
        "26-11-29T09:00:00Z",
        "2026-1-2 09:00:00",
        "2026-11-2909:00:00",
      })
  void whatIsNoInstantIsRefusedAndNotBent(String text) {
    assertThatThrownBy(() -> IsoDateTime.instant(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void textWithoutAnOffsetIsLocal() {
    assertThat(IsoDateTime.parse("2026-11-29 09:00:00.5"))
        .isEqualTo(LocalDateTime.of(2026, 11, 29, 9, 0, 0, 500_000_000));
  }
}
