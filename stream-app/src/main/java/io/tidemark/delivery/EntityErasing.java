package io.tidemark.delivery;

import io.tidemark.contribution.EntityInput.Erased;
import io.tidemark.entity.Entities;
import io.tidemark.entity.Revisions;
import io.tidemark.erasure.Cutoffs;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.erasure.PendingErasure;
import io.tidemark.store.EntityKey;
import io.tidemark.store.WriteOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Erases entities of a task: from its state at once, and from the online store once that is
 * committed, with a revision behind that of every row which this task or the one before it may have
 * sent. What comes under the key afterwards is numbered behind that. An erasure is under way until
 * the store has acknowledged it, whoever owns the task by then. Not thread-safe.
 */
public final class EntityErasing {
  /** A refusal that no try can change is tried again all the same: somebody may see to it. */
  private static final long AFTER_REFUSAL_MS = 60_000;

  private final String namespace;
  private final String entity;
  private final ErasureMemory memory;
  private final Entities entities;
  private final EntitySending sending;
  private final Revisions revisions;
  private final List<PendingErasure> uncommitted = new ArrayList<>();
  private final Deque<Due> due = new ArrayDeque<>();
  private final Deque<Removal> underWay = new ArrayDeque<>();
  private final Set<String> refused = new HashSet<>();

  private record Due(PendingErasure erasure, long fromMs) {}

  private record Removal(PendingErasure erasure, CompletableFuture<WriteOutcome> answer) {}

  /**
   * What is to be said of an erasure.
   *
   * @param refusal why the store keeps its row; empty where the erasure is done
   */
  public record Answer(PendingErasure erasure, Optional<String> refusal) {}

  /** Goes on with what the owner of the task before had under way. */
  public EntityErasing(
      EntityKeyOf names,
      ErasureMemory memory,
      Entities entities,
      EntitySending sending,
      Revisions revisions) {
    this.namespace = names.namespace();
    this.entity = names.entity();
    this.memory = memory;
    this.entities = entities;
    this.sending = sending;
    this.revisions = revisions;
    memory.pending().forEach(pending -> due.add(new Due(pending, 0)));
  }

  /**
   * What the entities of a task are called.
   *
   * @param namespace of the definitions
   * @param entity kind of the entity
   */
  public record EntityKeyOf(String namespace, String entity) {}

  /**
   * Erases an entity, unless it was erased by a later request already.
   *
   * @param part which of {@link Erased#parts} tasks this is
   * @return whether this task alone holds what there is of the entity, so that what others keep of
   *     it is for this one to undo
   */
  public boolean erase(String key, Erased asked, int part) {
    if (asked.requested() && asked.beforeMs() <= memory.of(key).liveBeforeMs()) {
      begin(key, asked, part, false, Revisions.atTheLatest(asked.beforeMs()));
      return false;
    }
    boolean found = entities.knows(key);
    long behind = entities.erase(key);
    sending.forget(key);
    long liveBeforeMs = asked.requested() ? asked.beforeMs() : Long.MIN_VALUE;
    memory.cutOff(key, new Cutoffs(liveBeforeMs, asked.beforeMs()));
    long latest = asked.requested() ? Revisions.atTheLatest(asked.beforeMs()) : 0;
    boolean own = found || asked.parts() == 1;
    begin(key, asked, part, found, own ? Math.max(behind, latest) : latest);
    return own;
  }

  private void begin(String key, Erased asked, int part, boolean found, long revision) {
    PendingErasure pending =
        new PendingErasure(asked.id(), key, revision, found, part, asked.parts(), asked.beforeMs());
    memory.begun(pending);
    uncommitted.add(pending);
  }

  /** A commit is about to say what is under way, and behind what rows are numbered from now on. */
  public void save() {
    for (PendingErasure pending : uncommitted) {
      if (pending.isOwn()) {
        revisions.forget(pending.revision() + 1);
      }
    }
  }

  /** A commit says it. */
  public void committed() {
    uncommitted.forEach(pending -> due.add(new Due(pending, 0)));
    uncommitted.clear();
  }

  /**
   * Removes rows as far as there is room, and takes note of what the store has answered.
   *
   * @param nowMs the wall clock
   * @return what is to be said now: that an erasure is done, once; that the store refuses, once
   */
  public List<Answer> step(long nowMs) {
    List<Answer> answers = collect(nowMs);
    for (int left = due.size(); left > 0 && sending.room() > 0; left--) {
      Due next = due.poll();
      if (next.fromMs() > nowMs) {
        due.add(next);
      } else {
        remove(next.erasure());
      }
    }
    return answers;
  }

  private void remove(PendingErasure erasure) {
    EntityKey key = new EntityKey(namespace, entity, erasure.key());
    underWay.add(new Removal(erasure, sending.remove(key, erasure.revision())));
  }

  private List<Answer> collect(long nowMs) {
    List<Answer> answers = new ArrayList<>();
    while (!underWay.isEmpty() && underWay.peek().answer().isDone()) {
      Removal removal = underWay.poll();
      collect(removal, nowMs).ifPresent(answers::add);
    }
    return answers;
  }

  private Optional<Answer> collect(Removal removal, long nowMs) {
    PendingErasure erasure = removal.erasure();
    try {
      // one that is refused as old finds a row of what has come since
      removal.answer().join();
      memory.ended(erasure);
      refused.remove(erasure.id());
      return Optional.of(new Answer(erasure, Optional.empty()));
    } catch (CompletionException e) {
      Throwable cause = StoreOutlet.cause(e);
      boolean retryable = StoreOutlet.isRetryable(cause);
      due.add(new Due(erasure, retryable ? 0 : nowMs + AFTER_REFUSAL_MS));
      return !retryable && refused.add(erasure.id())
          ? Optional.of(new Answer(erasure, Optional.of(cause.getMessage())))
          : Optional.empty();
    }
  }

  /** How many erasures are not answered. */
  public int waiting() {
    return uncommitted.size() + due.size() + underWay.size();
  }
}
