package io.tidemark.kafka.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.seen.IdHead;
import io.tidemark.seen.PendingIds;
import io.tidemark.validation.SeenIds;
import io.tidemark.validation.SeenIdsContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids on disk, without anything that goes wrong: see {@link StoredSeenIdsPropertyTest}. */
class StoredSeenIdsTest extends SeenIdsContract {
  private static final Duration WINDOW = Duration.ofMillis(999);
  private static final long BUCKET_MS = 1_000;

  @TempDir private Path folder;
  private final List<LoggedIdIndex> opened = new ArrayList<>();

  @Override
  protected SeenIds fresh(Duration window) {
    return new StoredSeenIds(index(window).store(), window);
  }

  private LoggedIdIndex index(Duration window) {
    LoggedIdIndex index = new LoggedIdIndex(folder.resolve("n" + opened.size()), window);
    opened.add(index);
    return index;
  }

  @AfterEach
  void close() {
    opened.forEach(LoggedIdIndex::close);
  }

  @Test
  void newestEventIsKnownAgainThoughItWasARepeat() {
    LoggedIdIndex index = index(WINDOW);
    StoredSeenIds ids = new StoredSeenIds(index.store(), WINDOW);
    ids.firstTime("a", 5_100);
    ids.save();
    assertThat(ids.firstTime("a", 5_900)).isFalse();
    ids.save();
    StoredSeenIds again = new StoredSeenIds(index.store(), WINDOW);
    assertThat(again.firstTime("b", 4_900)).as("older than the window before 5,900").isTrue();
    assertThat(again.firstTime("b", 4_900)).isTrue();
    assertThat(again.firstTime("b", 4_901)).isTrue();
    assertThat(again.firstTime("b", 4_901)).isFalse();
  }

  @Test
  void rowIsWrittenPerCommitThatHasSomethingNew() {
    LoggedIdIndex index = index(WINDOW);
    StoredSeenIds ids = new StoredSeenIds(index.store(), WINDOW);
    ids.save();
    assertThat(index.changelog()).isEmpty();
    for (int i = 0; i < 1_000; i++) {
      ids.firstTime("id" + i, 5_000);
    }
    ids.save();
    assertThat(index.changelog()).hasSize(1);
    assertThat(index.changelog().get(0).value).hasSize(1 + 2 + 1_000 * 17);
    ids.firstTime("id7", 5_000);
    ids.save();
    assertThat(index.changelog()).as("a repeat that is no newer").hasSize(1);
  }

  @Test
  void changelogAndDiskHoldWhatIsInReach() {
    LoggedIdIndex index = index(WINDOW);
    long rowsOfThreeBuckets = 3 * BUCKET_MS / 200;
    for (int part = 0; part < 3; part++) {
      StoredSeenIds ids = new StoredSeenIds(index.store(), WINDOW);
      for (int i = 0; i < 10_000; i++) {
        ids.firstTime("id" + i, (part * 10_000 + i) * 20L);
        if (i % 10 == 0) {
          ids.save();
        }
      }
      assertThat(index.rows()).isBetween(2L, rowsOfThreeBuckets + 1);
      index.restart();
    }
    assertThat(index.estimatedKeys()).isLessThan(1_000);
  }

  @Test
  void backlogOfManyBucketsIsRemovedBitByBit() {
    LoggedIdIndex index = index(WINDOW);
    StoredSeenIds ids = new StoredSeenIds(index.store(), WINDOW);
    for (int i = 0; i < 200; i++) {
      ids.firstTime("id" + i, 5_000 + i % 7);
      ids.save();
    }
    assertThat(index.rows()).isEqualTo(200);
    ids.firstTime("later", 60_000);
    ids.save();
    assertThat(index.rows()).isEqualTo(201 - 64);
    for (int i = 1; i <= 3; i++) {
      ids.firstTime("later", 60_000 + i);
      ids.save();
    }
    assertThat(index.rows()).isEqualTo(4);
  }

  @Test
  void heapIsBoundedBetweenCommits() {
    Duration hour = Duration.ofHours(1);
    LoggedIdIndex index = index(hour);
    StoredSeenIds ids = new StoredSeenIds(index.store(), hour);
    for (int i = 0; i < 5 * PendingIds.MOST + 100; i++) {
      ids.firstTime("id" + i, 5_000_000_000L + i);
    }
    assertThat(index.changelog()).as("rows before the commit").hasSize(5);
    assertThat(index.changelog())
        .allSatisfy(row -> assertThat(row.value.length).isLessThan(500_000));
    assertThat(ids.bytes()).isLessThan(1 << 20);
    for (int i = 0; i < 5 * PendingIds.MOST + 100; i++) {
      assertThat(ids.firstTime("id" + i, 5_000_000_000L + i)).as("id %d", i).isFalse();
    }
  }

  @Test
  void timesRoundTheYear1970() {
    StoredSeenIds ids = new StoredSeenIds(index(WINDOW).store(), WINDOW);
    assertThat(ids.firstTime("a", -5)).as("refused by validation, never remembered").isTrue();
    ids.save();
    assertThat(ids.firstTime("a", -5)).isTrue();
    assertThat(ids.firstTime("a", 0)).isTrue();
    ids.save();
    assertThat(ids.firstTime("a", 999)).isFalse();
    assertThat(ids.firstTime("a", 1_000)).isTrue();
  }

  @Test
  void newIdsAreNotLookedUp() {
    LoggedIdIndex index = index(WINDOW);
    StoredSeenIds ids = new StoredSeenIds(index.store(), WINDOW);
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.firstTime("id" + i, 50_000 + i)).as("id %d", i).isTrue();
    }
    assertThat(index.gets).isLessThan(200);
    ids.save();
    StoredSeenIds again = new StoredSeenIds(index.store(), WINDOW);
    index.gets = 0;
    again.firstTime("x", 59_999);
    assertThat(index.gets).as("of a bucket that is not whole, and the one before").isEqualTo(2);
    again.firstTime("x", 62_000);
    assertThat(index.gets).isEqualTo(2);
  }

  @Test
  void anotherWindowForgetsTheIdsAndKeepsTheRest() {
    LoggedIdIndex index = index(WINDOW);
    StoredSeenIds ids = new StoredSeenIds(index.store(), WINDOW);
    ids.firstTime("a", 5_100);
    ids.save();
    index.close();
    Duration longer = Duration.ofMillis(4_999);
    RocksIdIndex reopened = SeenIdStores.open(folder.resolve("n0").resolve("task-0"), longer);
    StoredSeenIds again = new StoredSeenIds(reopened, longer);
    assertThat(again.firstTime("b", 99)).as("older than the window before 5,100").isTrue();
    assertThat(again.firstTime("b", 99)).isTrue();
    assertThat(again.firstTime("a", 5_100)).isTrue();
    again.save();
    assertThat(IdHead.decode(reopened.get(IdKeys.HEAD))).isEqualTo(new IdHead(5_100, 0, 2, 5_000));
    reopened.close();
    index.restart();
  }
}
