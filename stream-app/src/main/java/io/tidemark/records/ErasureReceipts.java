package io.tidemark.records;

import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import io.tidemark.avro.Removal;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.erasure.PendingErasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the receipts of the stage that keeps an entity's features. They name the entity by a hash.
 * Immutable.
 *
 * @param namespace of the definitions
 * @param entity kind of the entity
 * @param store the state store of the features
 * @param topic where vectors go as well, if they do
 */
public record ErasureReceipts(
    String namespace, String entity, String store, Optional<String> topic) {
  /** The stage that keeps features, in state and in the online store. */
  public static final String FEATURES = "features";

  /** The stage that reads requests, which answers those that it cannot pass on. */
  public static final String REQUEST = "request";

  private static final List<String> KEPT =
      List.of(
          "records of sources, predictions, outcomes and quarantine: while their topics retain them",
          "labelled examples and pending joins: for topics.labelled.retention, and their windows",
          "ids of events, and records held back by stream time: for dedup_window, and until released",
          "drift and quality: counts over many, from which nobody can be told apart",
          "redis: the entity's name and a revision, no value, for redis.tombstone");

  /**
   * What became of an erasure.
   *
   * @param refusal why something is left; empty where nothing is
   * @param partition of the state store
   */
  public ErasureReceipt of(
      PendingErasure erasure, Optional<String> refusal, int partition, Instant now) {
    ErasureStatus status = erasure.found() ? ErasureStatus.COMPLETE : ErasureStatus.NOT_FOUND;
    return ErasureReceipt.newBuilder()
        .setErasureId(erasure.id())
        .setNamespace(namespace)
        .setEntity(entity)
        .setKeyHash(keyHash(namespace, entity, erasure.key()))
        .setStage(FEATURES)
        .setPart(erasure.part())
        .setParts(erasure.parts())
        .setStatus(refusal.isPresent() ? ErasureStatus.FAILED : status)
        .setRemovals(erasure.found() ? removals(refusal.isEmpty(), partition) : List.of())
        .setKept(KEPT)
        .setDetail(refusal.orElse(null))
        .setCompletedAt(now)
        .build();
  }

  private List<Removal> removals(boolean fromStore, int partition) {
    List<Removal> removals = new ArrayList<>();
    removals.add(new Removal(store, partition, 1L));
    if (fromStore) {
      removals.add(new Removal("redis", null, 1L));
    }
    topic.ifPresent(name -> removals.add(new Removal(name, null, 1L)));
    return removals;
  }

  /** Why a request cannot be carried out at all. */
  public static ErasureReceipt refusal(Erasure request, String why, Instant now) {
    return ErasureReceipt.newBuilder()
        .setErasureId(request.getErasureId())
        .setNamespace(request.getNamespace())
        .setEntity(request.getEntity())
        .setKeyHash(keyHash(request.getNamespace(), request.getEntity(), request.getKey()))
        .setStage(REQUEST)
        .setStatus(ErasureStatus.FAILED)
        .setRemovals(List.of())
        .setDetail(why)
        .setCompletedAt(now)
        .build();
  }

  /** SHA-256 of {@code namespace:entity:key} in UTF-8, 64 lower-case hexadecimal digits. */
  public static String keyHash(String namespace, String entity, String key) {
    return ErasureMemory.hash(TopicKeys.ofEntity(namespace, entity, key));
  }
}
