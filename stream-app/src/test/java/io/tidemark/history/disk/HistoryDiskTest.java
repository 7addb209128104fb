package io.tidemark.history.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.DriftMetric;
import io.tidemark.history.History;
import io.tidemark.history.HistoryContract;
import io.tidemark.history.HistoryFeed;
import io.tidemark.history.HistoryFormat;
import io.tidemark.history.HistoryQuery;
import io.tidemark.history.HistoryQuery.Span;
import io.tidemark.history.HistoryRows;
import io.tidemark.history.HistoryRows.Row;
import io.tidemark.history.HistoryTable;
import io.tidemark.history.PastRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The past on disk. */
class HistoryDiskTest extends HistoryContract {
  private static final long MANY = 1L << 30;

  @TempDir Path folder;
  private final List<HistoryDisk> opened = new ArrayList<>();

  private HistoryDisk open(Path at, long mostBytes) {
    HistoryDisk disk = new HistoryDisk(at, Duration.ofHours(1), mostBytes);
    opened.add(disk);
    return disk;
  }

  @Override
  protected HistoryRows rows() {
    return open(folder.resolve("h" + opened.size()), MANY);
  }

  @AfterEach
  void closeAll() {
    opened.forEach(HistoryDisk::close);
  }

  private static HistoryFeed<DriftMetric> feed(HistoryRows rows) {
    return new HistoryFeed<>(HistoryTable.DRIFT, "drift", rows);
  }

  private static int count(HistoryRows rows) {
    HistoryQuery all =
        new HistoryQuery(
            HistoryTable.DRIFT,
            Map.of(),
            Span.ALL,
            false,
            Optional.empty(),
            1_000_000,
            Optional.empty());
    return new History(rows).page(all).points().size();
  }

  @Test
  void closedAndOpenedAgainItIsTheSame() {
    HistoryDisk before = open(folder, MANY);
    HistoryFeed<DriftMetric> feed = feed(before);
    feed.accept(PastRecords.metric("m", "f", 60_000, 0.1));
    feed.reached(2, 40);
    before.close();
    HistoryDisk after = open(folder, MANY);
    assertThat(count(after)).isEqualTo(1);
    assertThat(feed(after).goesOnAt(2)).hasValue(40);
  }

  @Test
  void rowsOfAnotherFormatAreThrownAway() throws IOException {
    Path other = folder.resolve("1-of-another-release");
    open(folder, MANY).close();
    Files.createDirectories(other);
    Files.copy(current().resolve("CURRENT"), other.resolve("CURRENT"));
    open(folder, MANY);
    assertThat(other).doesNotExist();
    assertThat(current()).exists();
  }

  private Path current() {
    return folder.resolve(HistoryFormat.NAME);
  }

  @Test
  void filesThatCannotBeReadAreMadeAgainFromNothing() throws IOException {
    HistoryDisk before = open(folder, MANY);
    HistoryFeed<DriftMetric> feed = feed(before);
    feed.accept(PastRecords.metric("m", "f", 60_000, 0.1));
    feed.reached(2, 40);
    before.close();
    Files.writeString(current().resolve("CURRENT"), "no manifest");
    HistoryDisk after = open(folder, MANY);
    assertThat(count(after)).isZero();
    assertThat(feed(after).goesOnAt(2)).isEmpty();
  }

  @Test
  void fileFoundToBeDamagedInItsMiddleIsMadeAgainAtTheNextStart() throws IOException {
    HistoryDisk before = open(folder, MANY);
    HistoryFeed<DriftMetric> feed = feed(before);
    for (int i = 1; i <= 2_000; i++) {
      feed.accept(PastRecords.metric("m", "f" + i, 60_000L * i, i));
    }
    feed.reached(2, 40);
    before.close();
    try (Stream<Path> files = Files.list(current())) {
      for (Path file : files.filter(one -> one.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 3, bytes.length * 2 / 3, (byte) 7);
        Files.write(file, bytes);
      }
    }
    HistoryDisk damaged = open(folder, MANY);
    assertThatThrownBy(() -> count(damaged))
        .hasMessageContaining("is damaged")
        .hasMessageContaining("Start this instance again");
    damaged.close();
    HistoryDisk after = open(folder, MANY);
    assertThat(count(after)).isZero();
    assertThat(feed(after).goesOnAt(2)).isEmpty();
  }

  @Test
  void oldestRowsGoWhenAllTakeTooMuch() {
    long most = 4L << 20;
    HistoryDisk disk = open(folder, most);
    Random random = new Random(7);
    for (int i = 0; i < 64; i++) {
      byte[] incompressible = new byte[1 << 20];
      random.nextBytes(incompressible);
      disk.write(List.of(new Row(new byte[] {'X', (byte) i}, incompressible)));
    }
    await().untilAsserted(() -> assertThat(disk.get(new byte[] {'X', 0})).isEmpty());
    assertThat(disk.get(new byte[] {'X', 63})).isPresent();
    await().untilAsserted(() -> assertThat(disk.bytes()).isLessThan(24L << 20));
  }

  @Test
  void nobodyReachesIntoWhatIsClosed() {
    HistoryDisk disk = open(folder, MANY);
    disk.close();
    assertThatThrownBy(disk::walk).hasMessageContaining("is closed");
    assertThat(disk.bytes()).isZero();
    assertThatThrownBy(() -> feed(disk).reached(0, 1)).hasMessageContaining("is closed");
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> open(file, MANY))
        .hasMessageContaining("Cannot keep history in " + file);
  }
}
