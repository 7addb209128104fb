package io.tidemark.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.contribution.EntityInput;
import io.tidemark.erasure.PendingErasure;
import io.tidemark.erasure.RequestErasure;
import io.tidemark.records.ErasureAnswers.State;
import io.tidemark.records.ErasureRequests.Refusal;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.KeyForm;
import io.tidemark.store.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which requests are carried out, and when one is answered. */
class ErasureRequestsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final ErasureRequests REQUESTS =
      new ErasureRequests(
          "shop",
          Map.of("user", 1, "pair", 4, "num", 1),
          Map.of(
              "user", form(ValueType.STRING),
              "pair", form(ValueType.STRING, ValueType.STRING),
              "num", form(ValueType.LONG)));

  private static KeyForm form(ValueType... types) {
    return new KeyForm(Stream.of(types).map(type -> new KeyField("k", type)).toList());
  }

  private static Erasure request(String entity, String... parts) {
    EntityKey key = new EntityKey("shop", entity, EntityKey.join(List.of(parts)));
    return ErasureRequests.of(key, NOW, "dpo", "T-1");
  }

  private static Optional<Refusal> refusal(Erasure request) {
    return REQUESTS.refusal(request, NOW.toEpochMilli());
  }

  @Test
  void requestTellsTheEntity() {
    Erasure request = request("pair", "a|b", "c");
    assertThat(refusal(request)).isEmpty();
    assertThat(request.getKeyParts()).containsExactly("a|b", "c");
    assertThat(REQUESTS.asked(request))
        .isEqualTo(new EntityInput.Erased(request.getErasureId(), NOW.toEpochMilli(), true, 4));
  }

  @Test
  void keyHasOneSpelling() {
    for (String spelling : List.of("5", "5.0", "05", "+5", "5e0")) {
      Erasure request = request("num", spelling);
      assertThat(refusal(request)).as(spelling).isEmpty();
      assertThat(REQUESTS.key(request)).as(spelling).isEqualTo("5");
    }
    for (String other : List.of("abc", "1.5", " 4", "9223372036854775808")) {
      Erasure request = request("num", other);
      assertThat(refusal(request)).as(other).contains(Refusal.BAD_KEY);
      assertThat(REQUESTS.why(Refusal.BAD_KEY, request)).contains("k is a whole number of 64 bits");
    }
    Erasure three =
        Erasure.newBuilder(request("user", "u")).setEntity("pair").setKey("a|b|c").build();
    assertThat(refusal(three)).contains(Refusal.BAD_KEY);
    assertThat(REQUESTS.why(Refusal.BAD_KEY, three)).contains("it has 2 parts");
    assertThat(refusal(request("user", "u".repeat(1_025)))).contains(Refusal.BAD_KEY);
  }

  @Test
  void whatCannotBeCarriedOutIsSaid() {
    Erasure unknown = request("usr", "u");
    assertThat(refusal(unknown)).contains(Refusal.UNKNOWN_ENTITY);
    assertThat(REQUESTS.why(Refusal.UNKNOWN_ENTITY, unknown))
        .contains("'usr'", "[num, pair, user]");
    assertThat(refusal(Erasure.newBuilder(request("user", "u")).setErasureId("").build()))
        .contains(Refusal.NO_ID);
    assertThat(refusal(Erasure.newBuilder(request("user", "u")).setKey("").build()))
        .contains(Refusal.BAD_KEY);
    Erasure two = Erasure.newBuilder(request("pair", "a", "b")).setKey("a|c").build();
    assertThat(refusal(two)).contains(Refusal.BAD_KEY);
    Instant far = NOW.plusSeconds(301);
    Erasure future = Erasure.newBuilder(request("user", "u")).setRequestedAt(far).build();
    assertThat(refusal(future)).contains(Refusal.BAD_TIME);
    assertThat(REQUESTS.isOurs(Erasure.newBuilder(unknown).setNamespace("x").build())).isFalse();
  }

  private static ErasureReceipt receipt(boolean found, int part, int parts, String refusal) {
    ErasureReceipts.Stage stage =
        new ErasureReceipts.Stage("features", "shop", "user", "features-user", Optional.empty());
    return new ErasureReceipts(List.of("features"))
        .of(
            stage,
            new PendingErasure("e", "u", 1, found, part, parts, 1),
            Optional.ofNullable(refusal),
            part,
            NOW);
  }

  @Test
  void erasureIsOverWhenEveryPartHasAnswered() {
    ErasureAnswers answers = new ErasureAnswers();
    assertThat(answers.state()).isEqualTo(State.WAITING);
    answers.add(receipt(false, 1, 2, null));
    assertThat(answers.state()).isEqualTo(State.WAITING);
    answers.add(receipt(true, 0, 2, "WRONGTYPE"));
    assertThat(answers.state()).isEqualTo(State.FAILED);
    answers.add(receipt(true, 0, 2, null));
    assertThat(answers.state()).isEqualTo(State.COMPLETE);
    assertThat(answers.receipts()).hasSize(2);
  }

  @Test
  void erasureIsOverWhenEveryStageHasAnswered() {
    ErasureReceipts receipts = new ErasureReceipts(List.of("features", "join-ranker"));
    RequestErasure nothing = new RequestErasure("e", "shop:user:u", 1);
    ErasureAnswers answers = new ErasureAnswers();
    answers.add(receipts.of(nothing, "join-ranker", "labelled", 0, 2, NOW));
    answers.add(receipts.of(nothing.and(3, 2), "join-ranker", "labelled", 1, 2, NOW));
    assertThat(answers.state()).as("features").isEqualTo(State.WAITING);
    answers.add(receipt(false, 0, 1, null));
    assertThat(answers.state()).isEqualTo(State.COMPLETE);
    ErasureReceipt some = answers.receipts().get(1);
    assertThat(some.getRemovals())
        .extracting(r -> r.getPlace() + " " + r.getPartition() + " " + r.getItems())
        .containsExactly("join-ranker 1 3", "labelled null 2");
    assertThat(some.getEntity()).isEqualTo("user");
    assertThat(some.getKeyHash()).isEqualTo(receipt(true, 0, 1, null).getKeyHash());
  }

  @Test
  void erasureOfNobodyIsNotFoundAndOneThatCannotBeIsRefused() {
    ErasureAnswers nobody = new ErasureAnswers();
    nobody.add(receipt(false, 0, 1, null));
    assertThat(nobody.state()).isEqualTo(State.NOT_FOUND);
    ErasureAnswers refused = new ErasureAnswers();
    refused.add(ErasureReceipts.refusal(request("user", "u"), "no", NOW));
    assertThat(refused.state()).isEqualTo(State.REFUSED);
    assertThat(refused.receipts().get(0).getKeyHash()).doesNotContain("u:").hasSize(64);
  }
}
