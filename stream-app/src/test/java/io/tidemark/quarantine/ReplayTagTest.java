package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.NOW;
import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static io.tidemark.quarantine.QuarantineFixtures.failedAgain;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.quarantine.ReplayTag.Header;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTagTest {
  private static final SourcePosition ORIGINAL = new SourcePosition("orders", 0, 4);

  @Test
  void recordThatWasNeverFedHasNone() {
    assertThat(entry(4).tag()).isEmpty();
    assertThat(entry(4).nextTag()).isEqualTo(new ReplayTag(ORIGINAL, 1, NOW));
  }

  @Test
  void copyThatFailsAgainNamesTheFirstRecordAndCounts() {
    QuarantineEntry again = failedAgain(entry(4), 10);
    QuarantineEntry third = failedAgain(again, 12);
    assertThat(again.tag()).contains(new ReplayTag(ORIGINAL, 1, NOW));
    assertThat(third.tag()).contains(new ReplayTag(ORIGINAL, 2, NOW));
    assertThat(third.identity()).isNotEqualTo(again.identity());
  }

  @Test
  void headersOfTheRecordStayInFrontAndOursAreReplaced() {
    QuarantineEntry again = failedAgain(entry(4), 10);
    List<Header> headers = again.nextTag().after(again.headers());
    assertThat(headers)
        .extracting(Header::name)
        .containsExactly(
            "producer", "tidemark_replay_of", "tidemark_replay_attempt", "tidemark_first_seen");
    assertThat(new String(headers.get(2).value(), UTF_8)).isEqualTo("2");
  }

  @Test
  void headersThatSomebodyMadeUpAreNone() {
    Map<String, byte[]> headers =
        Map.of(
            ReplayTag.ORIGINAL, "orders-0-4".getBytes(UTF_8),
            ReplayTag.ATTEMPT, "0".getBytes(UTF_8),
            ReplayTag.FIRST_SEEN, "2026-11-30T09:00:00Z".getBytes(UTF_8));
    assertThat(ReplayTag.of(headers)).isEmpty();
    assertThat(ReplayTag.of(Map.of())).isEmpty();
    assertThat(ReplayTag.of(Map.of(ReplayTag.ATTEMPT, new byte[] {-1}))).isEmpty();
  }

  @Test
  void identityIsThatOfWhatWasReadAndNotOfItsPlaceInQuarantine() {
    QuarantineEntry once = entry(4);
    QuarantineEntry twice = new QuarantineEntry(new QuarantinePlace(1, 99), NOW, once.record());
    QuarantineEntry topicMadeAnew =
        entry(4, QuarantineFixtures.record(4).setRecordTimestamp(NOW).build());
    assertThat(twice.identity()).isEqualTo(once.identity());
    assertThat(topicMadeAnew.identity()).isNotEqualTo(once.identity());
  }
}
