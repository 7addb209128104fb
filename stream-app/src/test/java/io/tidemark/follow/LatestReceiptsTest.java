package io.tidemark.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The latest erasures are listed, the newest first. */
class LatestReceiptsTest {
  private final FollowedReceipts receipts = new FollowedReceipts();

  private static ErasureReceipt receipt(String id) {
    return ErasureReceipt.newBuilder()
        .setErasureId(id)
        .setNamespace("shop")
        .setEntity("customer")
        .setKeyHash("ab")
        .setStage("features")
        .setStatus(ErasureStatus.COMPLETE)
        .setRemovals(List.of())
        .setKept(List.of())
        .setStages(List.of())
        .setCompletedAt(Instant.EPOCH)
        .build();
  }

  private List<String> latest(int most) {
    return receipts.latest(most, (id, answers) -> id + " " + answers.receipts().size());
  }

  @Test
  void newestComeFirstAndThoseBeyondTheBoundAreLeft() {
    List.of("a", "b", "c").forEach(id -> receipts.accept(receipt(id)));
    assertThat(latest(10)).containsExactly("c 1", "b 1", "a 1");
    assertThat(latest(2)).containsExactly("c 1", "b 1");
    assertThat(latest(0)).isEmpty();
  }

  @Test
  void furtherReceiptsOfAnErasureMakeItNoNewerOne() {
    List.of("a", "b", "a").forEach(id -> receipts.accept(receipt(id)));
    assertThat(latest(10)).containsExactly("b 1", "a 1");
  }
}
