package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.NOW;
import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.quarantine.QuarantineFilter.KeyBytes;
import io.tidemark.quarantine.QuarantineFilter.OffsetRange;
import io.tidemark.quarantine.QuarantineFilter.TimeRange;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuarantineFilterTest {
  private static final QuarantineEntry ENTRY = entry(4);

  private static QuarantineFilter filter(String source, String reason, String rule, Integer id) {
    return new QuarantineFilter(
        Optional.ofNullable(source),
        reason == null ? Set.of() : Set.of(reason),
        Optional.ofNullable(rule),
        Optional.ofNullable(id),
        TimeRange.ALL,
        OffsetRange.ALL,
        Optional.empty());
  }

  private static QuarantineFilter filter(TimeRange times, OffsetRange offsets, String key) {
    return new QuarantineFilter(
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        times,
        offsets,
        Optional.ofNullable(key).map(text -> new KeyBytes(text.getBytes(UTF_8))));
  }

  @Test
  void everyPartHasToAgree() {
    assertThat(QuarantineFilter.ALL.test(ENTRY)).isTrue();
    assertThat(filter("orders", "RULE_FAILED", "price_in_range", 7).test(ENTRY)).isTrue();
    assertThat(filter("others", null, null, null).test(ENTRY)).isFalse();
    assertThat(filter(null, "BAD_MAGIC", null, null).test(ENTRY)).isFalse();
    assertThat(filter(null, null, "price", null).test(ENTRY)).isFalse();
    assertThat(filter(null, null, null, 8).test(ENTRY)).isFalse();
  }

  @Test
  void rangesAreHalfOpen() {
    TimeRange from = new TimeRange(NOW.plusSeconds(4), NOW.plusSeconds(5));
    TimeRange until = new TimeRange(NOW, NOW.plusSeconds(4));
    assertThat(filter(from, OffsetRange.ALL, null).test(ENTRY)).isTrue();
    assertThat(filter(until, OffsetRange.ALL, null).test(ENTRY)).isFalse();
    assertThat(offsets(Optional.of(0), 4, 5)).isTrue();
    assertThat(offsets(Optional.empty(), 0, 4)).isFalse();
    assertThat(offsets(Optional.of(1), 0, 9)).isFalse();
  }

  private static boolean offsets(Optional<Integer> partition, long from, long until) {
    return filter(TimeRange.ALL, new OffsetRange(partition, from, until), null).test(ENTRY);
  }

  @Test
  void keyIsComparedByteForByte() {
    assertThat(filter(TimeRange.ALL, OffsetRange.ALL, "k4").test(ENTRY)).isTrue();
    assertThat(filter(TimeRange.ALL, OffsetRange.ALL, "k").test(ENTRY)).isFalse();
    QuarantineEntry keyless = entry(1, QuarantineFixtures.record(1).setKey(null).build());
    assertThat(filter(TimeRange.ALL, OffsetRange.ALL, "").test(keyless)).isFalse();
  }

  @Test
  void offsetsThatHoldNothingAreRefused() {
    assertThatThrownBy(() -> new OffsetRange(Optional.of(-1), 0, 1))
        .hasMessage("Invalid partition -1: must be 0 or more");
    assertThatThrownBy(() -> new OffsetRange(Optional.empty(), 5, 5))
        .hasMessageContaining("Invalid offsets from 5 until 5");
    assertThatThrownBy(() -> new OffsetRange(Optional.empty(), -5, 5))
        .hasMessageContaining("Invalid offsets from -5 until 5");
  }

  @Test
  void instantsBeyondMillisecondsAreAsNearAsTheyCome() {
    assertThat(new TimeRange(Instant.MIN, Instant.MAX).fromMs()).isZero();
    assertThat(new TimeRange(Instant.ofEpochMilli(-1), Instant.MAX).fromMs()).isZero();
    assertThat(new TimeRange(Instant.ofEpochMilli(7), Instant.MAX).fromMs()).isEqualTo(7);
    assertThat(new TimeRange(Instant.MAX, Instant.MAX).fromMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void recordAtAPositionIsOne() {
    QuarantineFilter at = QuarantineFilter.ALL.at(ENTRY.source());
    assertThat(at.test(ENTRY)).isTrue();
    assertThat(at.test(entry(6))).isFalse();
  }

  @Test
  void positionsAreReadAsTheyAreWritten() {
    SourcePosition position = new SourcePosition("a-1-2", 3, 4);
    assertThat(SourcePosition.parse(position.toString())).contains(position);
    assertThat(SourcePosition.parse("3-4")).isEmpty();
    assertThat(QuarantinePlace.parse("3-4")).contains(new QuarantinePlace(3, 4));
    assertThat(QuarantinePlace.parse("a-3-4")).isEmpty();
    assertThat(QuarantinePlace.parse("3-99999999999999999999")).isEmpty();
  }
}
