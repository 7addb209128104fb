package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.NOW;
import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static io.tidemark.quarantine.QuarantineFixtures.failedAgain;
import static io.tidemark.quarantine.QuarantineFixtures.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.quarantine.ReplayPlan.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayRunTest {
  private static final int RECORDS = 10;
  private static final int BATCH = 3;

  private final List<QuarantineEntry> quarantine =
      new ArrayList<>(IntStream.range(0, RECORDS).mapToObj(QuarantineFixtures::entry).toList());

  /** What is committed: the copies, and the word about each. */
  private final List<String> copies = new ArrayList<>();

  private final Map<String, Fed> ledger = new HashMap<>();

  private static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Commits some records at a time, both or neither; is killed in the middle where that is wanted.
   */
  private final class TransactionalFeed implements Feeder {
    private final List<QuarantineEntry> batch = new ArrayList<>();
    private final Listener listener;
    private int left;

    TransactionalFeed(Listener listener, int killedAfter) {
      this.listener = listener;
      this.left = killedAfter;
    }

    @Override
    public void feed(QuarantineEntry entry) {
      if (left-- == 0) {
        throw new KilledException();
      }
      batch.add(entry);
      if (batch.size() == BATCH) {
        flush();
      }
    }

    @Override
    public void beat() {
      // nobody else is there
    }

    @Override
    public void flush() {
      for (QuarantineEntry entry : batch) {
        Fed fed =
            new Fed(
                entry.source(),
                100 + copies.size(),
                entry.nextTag().attempt(),
                NOW,
                Optional.of("alice"));
        copies.add(entry.identity());
        ledger.put(entry.identity(), fed);
        listener.fed(entry, fed);
      }
      batch.clear();
    }
  }

  private ReplayRun run(int attempts, int killedAfter) {
    ReplayRun run = new ReplayRun(QuarantineFilter.ALL);
    run.feed(
        log(quarantine),
        new ReplayPlan(attempts, ledger),
        new TransactionalFeed(run, killedAfter),
        () -> {});
    return run;
  }

  @Test
  void whereverARunIsKilledTheNextOneFeedsTheRestAndNothingTwice() {
    for (int killedAfter = 0; killedAfter < RECORDS; killedAfter++) {
      copies.clear();
      ledger.clear();
      int after = killedAfter;
      assertThatThrownBy(() -> run(1, after)).isInstanceOf(KilledException.class);
      int before = copies.size();
      ReplayRun rest = run(1, Integer.MAX_VALUE);
      assertThat(rest.fed()).isEqualTo(RECORDS - before);
      assertThat(copies).as("killed after %d", after).hasSize(RECORDS).doesNotHaveDuplicates();
      assertThat(rest.copies()).hasSize(RECORDS);
      assertThat(run(1, Integer.MAX_VALUE).fed()).isZero();
    }
  }

  @Test
  void recordThatIsInQuarantineTwiceIsFedOnce() {
    quarantine.add(
        new QuarantineEntry(new QuarantinePlace(1, 77), NOW, quarantine.get(0).record()));
    assertThat(run(1, Integer.MAX_VALUE).fed()).isEqualTo(RECORDS);
    assertThat(copies).doesNotHaveDuplicates();
  }

  @Test
  void copyThatFailedIsFedWhileAttemptsAreLeft() {
    run(1, Integer.MAX_VALUE);
    quarantine.add(failedAgain(entry(0), 100));
    assertThat(run(1, Integer.MAX_VALUE).fed()).isZero();
    assertThat(run(2, Integer.MAX_VALUE).fed()).isOne();
    assertThat(run(2, Integer.MAX_VALUE).fed()).isZero();
    quarantine.add(failedAgain(quarantine.get(RECORDS), 110));
    assertThat(run(2, Integer.MAX_VALUE).fed()).isZero();
    assertThat(run(3, Integer.MAX_VALUE).fed()).isOne();
  }

  @Test
  void fateOfEachRecordIsTold() {
    ReplayRun run = run(1, Integer.MAX_VALUE);
    run.refused(entry(50), "too large");
    quarantine.add(failedAgain(entry(0), 100));
    List<Fate> fates = run.fates(log(quarantine), position -> position.offset() < 109, "tidemark");
    assertThat(fates).hasSize(RECORDS + 1);
    assertThat(kinds(fates))
        .isEqualTo(
            Map.of(
                Fate.Kind.REFUSED, 1L,
                Fate.Kind.QUARANTINED_AGAIN, 1L,
                Fate.Kind.ACCEPTED, RECORDS - 2L,
                Fate.Kind.UNDER_WAY, 1L));
    Fate again =
        fates.stream().filter(f -> f.kind() == Fate.Kind.QUARANTINED_AGAIN).findFirst().get();
    assertThat(again.again()).isEqualTo(quarantine.get(RECORDS).place());
    assertThat(again.detail()).startsWith("RULE_FAILED: ");
    assertThat(again.json().path("copy").asText()).isEqualTo("orders-0-100");
  }

  private static Map<Fate.Kind, Long> kinds(List<Fate> fates) {
    Map<Fate.Kind, Long> kinds = new HashMap<>();
    fates.forEach(fate -> kinds.merge(fate.kind(), 1L, Long::sum));
    return kinds;
  }

  @Test
  void planOfADryRunCountsWithoutFeeding() {
    run(1, Integer.MAX_VALUE);
    quarantine.add(failedAgain(entry(0), 100));
    quarantine.add(entry(60));
    assertThat(ReplayRun.count(log(quarantine), QuarantineFilter.ALL, new ReplayPlan(1, ledger)))
        .isEqualTo(
            Map.of(Decision.FEED, 1L, Decision.FED_BEFORE, (long) RECORDS, Decision.SPENT, 1L));
    assertThat(copies).hasSize(RECORDS);
  }

  @Test
  void planNeedsAnAttempt() {
    assertThatThrownBy(() -> new ReplayPlan(0, ledger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
