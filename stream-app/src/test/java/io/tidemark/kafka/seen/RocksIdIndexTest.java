package io.tidemark.kafka.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.seen.IdBuckets;
import io.tidemark.seen.IdHead;
import io.tidemark.seen.IdRowCodec;
import io.tidemark.seen.PendingIds;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksIdIndexTest {
  private static final Duration WINDOW = Duration.ofMillis(999);
  private static final Bytes ID = Bytes.wrap(IdKeys.id(5, 1, 2));

  @TempDir private Path folder;

  private static RocksIdIndex opened(Path folder, String guarantee) {
    RocksIdIndex index = new RocksIdIndex("ids", IdBuckets.of(WINDOW));
    index.init(new SeenIdStores.Task(folder, guarantee).context(), index);
    return index;
  }

  private static byte[] row(long timeMs) {
    PendingIds ids = new PendingIds();
    ids.add(1, 2, timeMs);
    return IdRowCodec.encode(ids, timeMs, 0);
  }

  private static IdHead head(RocksIdIndex index) {
    return IdHead.decode(index.get(IdKeys.HEAD));
  }

  @Test
  void rowsGoInAndIdsComeOut() {
    RocksIdIndex index = opened(folder, "exactly_once_v2");
    index.put(IdKeys.row(0), row(5_100));
    assertThat(index.get(ID)).containsExactly(0, 0, 0, 0, 0, 0, 0x13, 0xec);
    assertThat(index.get(IdKeys.row(0))).as("its newest event").isEqualTo(index.get(ID));
    index.putAll(List.of(KeyValue.pair(IdKeys.row(1), row(6_000))));
    index.delete(IdKeys.row(0));
    assertThat(index.get(IdKeys.row(0))).isNull();
    assertThat(index.get(ID)).as("still in reach").isNotNull();
    index.put(IdKeys.row(2), row(8_000));
    assertThat(index.get(ID)).as("two buckets before the newest are in reach").isNull();
    assertThat(head(index)).isEqualTo(new IdHead(8_000, 1, 3, 1_000));
    index.close();
  }

  @Test
  void rowsPutAgainChangeNothing() {
    RocksIdIndex index = opened(folder, "exactly_once_v2");
    for (int round = 0; round < 2; round++) {
      index.put(IdKeys.row(7), row(5_100));
      index.put(IdKeys.row(8), row(6_100));
      index.put(IdKeys.row(7), null);
      assertThat(head(index)).isEqualTo(new IdHead(6_100, 8, 9, 1_000));
    }
    index.close();
  }

  @Test
  void closedStoreOpensAgainWithWhatItHad() {
    RocksIdIndex index = opened(folder, "exactly_once_v2");
    index.put(IdKeys.row(0), row(5_100));
    index.close();
    index.close();
    assertThat(index.isOpen()).isFalse();
    index.init(new SeenIdStores.Task(folder, "exactly_once_v2").context(), index);
    assertThat(index.isOpen()).isTrue();
    assertThat(index.get(ID)).isNotNull();
    index.close();
  }

  @Test
  void commitReachesTheDiskOnlyWhereItIsReliedOn() throws IOException {
    assertThat(afterCrash("at_least_once")).isNotNull();
    assertThat(afterCrash("exactly_once_v2")).as("wiped anyway").isNull();
  }

  /** What is on disk after a commit, when the process dies. */
  private byte[] afterCrash(String guarantee) throws IOException {
    Path alive = Files.createDirectory(folder.resolve(guarantee));
    RocksIdIndex index = opened(alive, guarantee);
    index.put(IdKeys.row(0), row(5_100));
    index.commit(Map.of());
    Path copied = Files.createDirectories(folder.resolve(guarantee + "-dead/rocksdb/ids"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(alive.resolve("rocksdb/ids"))) {
      for (Path file : files) {
        Files.copy(file, copied.resolve(file.getFileName()));
      }
    }
    index.close();
    RocksIdIndex dead = opened(folder.resolve(guarantee + "-dead"), guarantee);
    byte[] found = dead.get(ID);
    dead.close();
    return found;
  }

  @Test
  void rowOfAnotherFormatIsRefused() {
    RocksIdIndex index = opened(folder, "exactly_once_v2");
    assertThatThrownBy(() -> index.put(IdKeys.row(0), new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 0}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9");
    index.close();
  }
}
