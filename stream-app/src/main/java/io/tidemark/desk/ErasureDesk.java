package io.tidemark.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.Removal;
import io.tidemark.follow.FollowedReceipts;
import io.tidemark.records.ErasureAnswers;
import io.tidemark.records.ErasureRequests;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.Eraser;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Publishes requests to erase entities, and shows the receipts as they come. Thread-safe. */
public final class ErasureDesk implements Eraser {
  private final Consumer<Erasure> requests;
  private final FollowedReceipts receipts;
  private final Clock wall;

  /**
   * A desk.
   *
   * @param requests takes requests for their topic, one at a time; returns once it has them
   * @param receipts what every instance answers
   */
  public ErasureDesk(Consumer<Erasure> requests, FollowedReceipts receipts, Clock wall) {
    this.requests = requests;
    this.receipts = receipts;
    this.wall = wall;
  }

  @Override
  public String ask(EntityKey key, Optional<String> by, Optional<String> note) {
    Erasure request = ErasureRequests.of(key, wall.instant(), by.orElse(null), note.orElse(null));
    synchronized (this) {
      requests.accept(request);
    }
    return request.getErasureId();
  }

  @Override
  public String answers(String id) {
    ObjectNode none = JsonNodeFactory.instance.objectNode().put("erasure_id", id);
    return receipts
        .of(id, answers -> json(id, answers).toString())
        .orElseGet(() -> none.put("state", "waiting").toString());
  }

  /**
   * The latest erasures of the last day, the newest first, whoever asked for them.
   *
   * @param most how many at most
   */
  public ObjectNode latest(int most) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode list = reply.putArray("erasures");
    receipts.latest(most, ErasureDesk::json).forEach(list::add);
    return reply;
  }

  private static ObjectNode json(String id, ErasureAnswers answers) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode().put("erasure_id", id);
    reply.put("state", answers.state().name().toLowerCase(Locale.ROOT));
    ArrayNode list = reply.putArray("receipts");
    answers.receipts().forEach(receipt -> list.add(json(receipt)));
    return reply;
  }

  private static ObjectNode json(ErasureReceipt receipt) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("stage", receipt.getStage()).put("status", receipt.getStatus().name());
    one.put("part", receipt.getPart()).put("parts", receipt.getParts());
    one.put("entity", receipt.getEntity()).put("key_hash", receipt.getKeyHash());
    ArrayNode removals = one.putArray("removals");
    for (Removal removal : receipt.getRemovals()) {
      ObjectNode place = removals.addObject().put("place", removal.getPlace());
      place.put("partition", removal.getPartition()).put("items", removal.getItems());
    }
    receipt.getKept().forEach(one.putArray("kept")::add);
    one.put("detail", receipt.getDetail());
    return one.put("completed_at", receipt.getCompletedAt().toString());
  }
}
