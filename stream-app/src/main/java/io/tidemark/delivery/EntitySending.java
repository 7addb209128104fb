package io.tidemark.delivery;

import io.tidemark.delivery.VectorSender.Cause;
import io.tidemark.entity.Entities;
import io.tidemark.entity.EntityEntry;
import io.tidemark.entity.GroupProgress;
import io.tidemark.entity.Revisions;
import io.tidemark.entity.ServedGroups;
import io.tidemark.entity.UnsentKeys;
import io.tidemark.store.EntityKey;
import io.tidemark.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings what a task's entities say into the online store: sends those whose turn it is while there
 * is room, sends again what the store has not taken, and makes room on the heap by sending who has
 * to be evicted. Never waits for the store but for an entity that has to be, and then only while
 * the store answers. Not thread-safe.
 */
public final class EntitySending implements AutoCloseable {
  /** What the last rows may take when a task is closed. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

  private final Entities entities;
  private final VectorSender sender;
  private final RowDelivery rows;
  private final Revisions revisions;
  private final GroupProgress progress;
  private final AcknowledgedRebuild rebuild;
  private ServedGroups served;

  /**
   * Of a task that is being taken over.
   *
   * @param revisions rows may be sent once their lineage is committed
   * @param progress what the task remembers
   * @param served the groups that vectors hold, until {@link #serve} says otherwise
   */
  public EntitySending(
      Entities entities,
      VectorSender sender,
      RowDelivery rows,
      Revisions revisions,
      GroupProgress progress,
      ServedGroups served) {
    this.entities = entities;
    this.sender = sender;
    this.rows = rows;
    this.revisions = revisions;
    this.progress = progress;
    this.rebuild = new AcknowledgedRebuild(rows, progress.swept().rebuild());
    this.served = served;
  }

  /** Vectors hold these groups from now on. */
  public void serve(ServedGroups groups) {
    served = groups;
  }

  /** The groups that vectors hold. */
  public ServedGroups served() {
    return served;
  }

  /** How many rows may be sent now. */
  public int room() {
    return revisions.isCommitted() ? rows.room() : 0;
  }

  /** The entity; whoever has to be evicted for it is sent first, or left pending. */
  public EntityEntry get(String key) {
    EntityEntry entry = entities.get(key);
    makeRoomOnHeap();
    return entry;
  }

  private void makeRoomOnHeap() {
    while (entities.isCrowded()) {
      EntityEntry victim = entities.victim(room() > 0);
      if (victim != null) {
        sendBeforeEviction(victim);
        entities.evict(victim);
      }
    }
  }

  private void sendBeforeEviction(EntityEntry victim) {
    if (victim.isUnsent()) {
      rows.awaitRoom();
      if (room() > 0) {
        send(victim, Cause.EVENT);
      }
    }
  }

  /** Sends an entity's vector if it says something new. */
  public void send(EntityEntry entry, Cause cause) {
    sender.send(entry, cause, progress, served);
  }

  /** Sends those whose turn it is. Other tasks use the same room, so it is asked for each row. */
  public void drain() {
    while (room() > 0) {
      EntityEntry entry = entities.nextUnsent();
      if (entry != null) {
        send(entry, Cause.EVENT);
      } else if (!sendPending()) {
        return;
      }
    }
  }

  private boolean sendPending() {
    EntityEntry entry = entities.nextPending();
    if (entry != null) {
      makeRoomOnHeap();
      send(entry, Cause.AGAIN);
    }
    return entry != null;
  }

  /** What was sent of an entity is not sent again. */
  void forget(String key) {
    rows.forget(key);
  }

  /** Removes an entity's row; if it has come again meanwhile, its row follows. */
  CompletableFuture<WriteOutcome> remove(EntityKey key, long revision) {
    CompletableFuture<WriteOutcome> removal = rows.remove(key, revision);
    if (entities.knows(key.key())) {
      entities.pend(List.of(key.key()));
    }
    return removal;
  }

  /** Hands over to the store's client what was sent. */
  public void dispatch() {
    rows.dispatch();
  }

  /** Takes note of what the store has answered. */
  public void collect() {
    rows.collect(this::missing);
  }

  /** What the store has not taken is not known to it. */
  private void missing(RowDelivery.Sent sent) {
    if (sent.isStale()) {
      // the store holds what is read again after this; the row then may say what this one does
      entities.refused(sent.key());
      makeRoomOnHeap();
    } else {
      rebuild.failed();
      entities.lost(sent.key(), sent.newestEventMs());
    }
  }

  /** The rebuild whose rows the store has acknowledged by now, once. */
  public Optional<String> acknowledged() {
    return rebuild.acknowledged(entities.isSent());
  }

  /** What a commit has to say of rows that are not known to be stored. */
  public UnsentKeys unsent() {
    return entities.unsent(rows.unanswered());
  }

  /** A commit says what the task remembers now. */
  public void committed() {
    revisions.saved();
    rebuild.committed(progress.swept().rebuild());
  }

  /** Shows in the lag of the store what waits and what is under way. */
  public void show() {
    rows.show(entities.waiting());
  }

  /**
   * Sends what is left, which is part of the last commit, for as long as a moment; better that
   * there is little.
   *
   * @param canSend whether anything may still be sent
   */
  public void finish(boolean canSend) {
    if (canSend) {
      entities.release();
      drain();
    }
    rows.drain(LAST_PATIENCE);
  }

  @Override
  public void close() {
    rows.close();
  }
}
