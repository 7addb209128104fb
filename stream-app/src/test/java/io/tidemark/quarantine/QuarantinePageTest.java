package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static io.tidemark.quarantine.QuarantineFixtures.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.quarantine.QuarantinePage.Cursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuarantinePageTest {
  private static final long SEED = 20261130;

  @Test
  void pagesHaveEveryRecordOnceTheNewestFirstInWhateverOrderTheyAreRead() {
    List<QuarantineEntry> entries =
        new ArrayList<>(IntStream.range(0, 23).mapToObj(QuarantineFixtures::entry).toList());
    Collections.shuffle(entries, new Random(SEED));
    List<Long> offsets = new ArrayList<>();
    Optional<Cursor> next = Optional.empty();
    do {
      QuarantinePage page = QuarantinePage.read(log(entries), QuarantineFilter.ALL, next, 5);
      page.entries().forEach(entry -> offsets.add(entry.source().offset()));
      next = page.next();
    } while (next.isPresent());
    assertThat(offsets)
        .as("seed %d", SEED)
        .hasSize(23)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Collections.reverseOrder());
  }

  @Test
  void pageHoldsNoValuesHoweverLargeRecordsAre() {
    QuarantineEntry large =
        entry(
            1,
            QuarantineFixtures.record(1)
                .setKey(ByteBuffer.allocate(1_000_000))
                .setValue(ByteBuffer.allocate(1_000_000))
                .build());
    QuarantineEntry again = QuarantineFixtures.failedAgain(large, 3);
    QuarantinePage page =
        QuarantinePage.read(log(List.of(large, again)), QuarantineFilter.ALL, Optional.empty(), 2);
    assertThat(page.entries().get(1).value()).isNull();
    assertThat(page.entries().get(1).key()).hasSize(1_024);
    assertThat(page.entries().get(0).tag()).isEqualTo(again.tag()).isPresent();
    assertThat(EntryJson.line(page.entries().get(0)).path("attempt").asInt()).isOne();
  }

  @Test
  void lastPageHasNoNext() {
    QuarantinePage page =
        QuarantinePage.read(
            log(List.of(entry(1), entry(2))), QuarantineFilter.ALL, Optional.empty(), 2);
    assertThat(page.next()).isEmpty();
    assertThat(page.matching()).isEqualTo(2);
    assertThat(page.complete()).isTrue();
  }

  @Test
  void cursorIsReadAsItIsWritten() {
    Cursor cursor = new Cursor(QuarantineFixtures.NOW, new QuarantinePlace(3, 4));
    assertThat(Cursor.parse(cursor.toString())).contains(cursor);
    assertThat(Cursor.parse("yesterday_3-4")).isEmpty();
    assertThat(Cursor.parse("3-4")).isEmpty();
  }
}
