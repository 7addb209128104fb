package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static io.tidemark.quarantine.QuarantineFixtures.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.quarantine.QuarantinePage.Cursor;
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
