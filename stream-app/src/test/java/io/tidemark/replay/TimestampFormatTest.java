package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampFormatTest {
  private final Remarks remarks = new Remarks();

  private Instant read(String format, String text) {
    return TimestampFormat.parse(format).instant(text, remarks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iso | 2026-11-29T10:00:00+0100",
        "iso | 20261129T090000Z",
        "iso | 2026-11-29 09:00:00",
        "iso@Europe/Paris | 2026-11-29 10:00:00",
        "iso@Europe/Paris | 2026-11-29 09:00:00Z",
        "epoch_seconds | 1795942800",
        "epoch_seconds | 1795942800.0",
        "epoch_seconds | 1.7959428e9",
        "epoch_millis | 1795942800000",
        "epoch_micros | 1795942800000000",
        "epoch_nanos | 1795942800000000000",
        "dd/MM/yyyy HH:mm | 29/11/2026 09:00",
        "dd/MM/uuuu HH:mm | 29/11/2026 09:00",
        "d/M/yy H:mm | 29/11/26 9:00",
        "MM/dd/yyyy hh:mm a | 11/29/2026 09:00 AM",
        "dd MMM yyyy HH:mm:ss | 29 Nov 2026 09:00:00",
        "yyyyMMddHHmmss | 20261129090000",
        "yyyy-MM-dd'T'HH:mm:ssXXX | 2026-11-29T10:00:00+01:00",
        "yyyy-MM-dd HH:mm VV | 2026-11-29 10:00 Europe/Paris",
        "yyyy-MM-dd 'y' HH:mm | 2026-11-29 y 09:00",
        "dd/MM/yyyy G HH:mm | 29/11/2026 AD 09:00",
        "yyyy-MM-dd HH:mm@America/New_York | 2026-11-29 04:00",
      })
  void everyFormIsReadAsTheInstantItMeans(String format, String text) {
    assertThat(read(format, text)).isEqualTo(Instant.parse("2026-11-29T09:00:00Z"));
    assertThat(remarks.count(Remarks.Remark.AMBIGUOUS_TIME)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iso | 2026-02-30T10:00:00Z",
        "iso | 2026-04-31 10:00:00",
        "iso | 2026-11-29T24:00:00Z",
        "iso | 2026-12-31T23:59:60Z",
        "dd/MM/yyyy HH:mm | 30/02/2026 10:00",
        "dd/MM/yyyy HH:mm | 31/04/2026 10:00",
        "dd/MM/yyyy HH:mm | 29/02/2026 10:00",
        "dd/MM/yyyy HH:mm | 01/03/2026 24:00",
        "dd/MM/yyyy HH:mm:ss | 31/12/2026 23:59:60",
        "dd MMM yyyy HH:mm | 31 Sep 2026 10:00",
        "yyyyMMddHHmmss | 20260230090000",
        "dd/MM/yyyy HH:mm | 2026-11-29",
        "dd/MM/yyyy | 29/11/2026",
        "epoch_seconds | 1e30",
        "epoch_seconds | 1e1000000000",
        "epoch_millis | soon",
      })
  void whatIsNoInstantOfTheFormIsRefusedAndNotBent(String format, String text) {
    assertThatThrownBy(() -> read(format, text))
        .isInstanceOfAny(
            DateTimeException.class, ArithmeticException.class, NumberFormatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/London, 29/03/2026 01:30",
    "Europe/London, 29/03/2026 01:00",
    "America/New_York, 08/03/2026 02:59",
    "Australia/Lord_Howe, 04/10/2026 02:15",
  })
  void localTimeThatClocksWerePutForwardOverIsRefused(String zone, String text) {
    for (String format : new String[] {"dd/MM/yyyy HH:mm@" + zone, "dd/MM/yyyy HH:mm VV"}) {
      String whole = format.endsWith("VV") ? text + " " + zone : text;
      assertThatThrownBy(() -> read(format, whole))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "must be a local time that exists in %s, where clocks were put forward over it",
              zone);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/London, 25/10/2026 01:30, 2026-10-25T00:30:00Z",
    "America/New_York, 01/11/2026 01:00, 2026-11-01T05:00:00Z",
    "Australia/Lord_Howe, 05/04/2026 01:45, 2026-04-04T14:45:00Z",
  })
  void localTimeThatClocksShowedTwiceIsTheEarlierAndCounted(
      String zone, String text, Instant earlier) {
    assertThat(read("dd/MM/yyyy HH:mm@" + zone, text)).isEqualTo(earlier);
    assertThat(read("dd/MM/yyyy HH:mm VV", text + " " + zone)).isEqualTo(earlier);
    assertThat(remarks.count(Remarks.Remark.AMBIGUOUS_TIME)).isEqualTo(2);
  }

  @Test
  void datesTimesOfDayAndLocalTimesAreInNoZone() {
    TimestampFormat pattern = TimestampFormat.parse("dd/MM/yyyy");
    assertThat(pattern.date("28/02/2026")).isEqualTo(LocalDate.of(2026, 2, 28));
    assertThat(TimestampFormat.ISO.date("2026-02-28")).isEqualTo(LocalDate.of(2026, 2, 28));
    assertThat(TimestampFormat.parse("HHmm").time("0905")).isEqualTo(LocalTime.of(9, 5));
    assertThat(TimestampFormat.ISO.local("2026-03-29 01:30"))
        .isEqualTo(LocalDateTime.of(2026, 3, 29, 1, 30));
    assertThatThrownBy(() -> pattern.date("30/02/2026")).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> TimestampFormat.ISO.date("2026-02-30"))
        .isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> TimestampFormat.ISO.time("24:00"))
        .isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> TimestampFormat.ISO.local("2026-03-29T01:30Z"))
        .isInstanceOf(DateTimeException.class);
  }
}
