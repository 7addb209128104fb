package io.tidemark.records;

import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import io.tidemark.avro.Removal;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.erasure.PendingErasure;
import io.tidemark.erasure.RequestErasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes receipts of erasures. They name the entity by a hash. Immutable.
 *
 * @param stages all that answer a request, by name
 */
public record ErasureReceipts(List<String> stages) {
  /** The stage that keeps features, in state and in the online store. */
  public static final String FEATURES = "features";

  /** The stage that erases from quarantine. */
  public static final String QUARANTINE = "quarantine";

  /** The stage that reads requests, which answers those that it cannot pass on. */
  public static final String REQUEST = "request";

  private static final List<String> KEPT =
      List.of(
          "records of sources, predictions and outcomes: while their topics retain them",
          "ids of events, as hashes that tell nobody apart: for dedup_window",
          "records held back by stream time: until they are released",
          "drift and quality: counts over many, from which nobody can be told apart",
          "redis: the entity's name and a revision, no value, for redis.tombstone");

  private static final List<String> KEPT_BY_JOINS =
      List.of(
          "predictions that do not name the entity, and their examples: nothing leads to them",
          "outcomes whose prediction has not come: they name nobody; for hold, then in quarantine",
          "labels: counts of what became of predictions, and ids of erased requests for some days",
          "labelled examples on topics.labelled: a tombstone is written, compaction removes them");

  private static final List<String> KEPT_BY_QUARANTINE =
      List.of(
          "records in quarantine that do not decode or name nobody: for topics.quarantine.retention",
          "records in quarantine that do: a tombstone is written, compaction removes them");

  public ErasureReceipts {
    stages = List.copyOf(stages);
  }

  /**
   * Where a stage keeps entities.
   *
   * @param name of the stage
   * @param namespace of the definitions
   * @param entity kind of the entity
   * @param store its state store
   * @param topic where it writes as well, if it does
   */
  public record Stage(
      String name, String namespace, String entity, String store, Optional<String> topic) {}

  /**
   * What became of the features of an entity.
   *
   * @param refusal why something is left; empty where nothing is
   * @param partition of the state store
   */
  public ErasureReceipt of(
      Stage stage, PendingErasure erasure, Optional<String> refusal, int partition, Instant now) {
    ErasureStatus status = erasure.found() ? ErasureStatus.COMPLETE : ErasureStatus.NOT_FOUND;
    return answer(stage.name(), erasure.id(), now)
        .setNamespace(stage.namespace())
        .setEntity(stage.entity())
        .setKeyHash(keyHash(stage.namespace(), stage.entity(), erasure.key()))
        .setPart(erasure.part())
        .setParts(erasure.parts())
        .setStatus(refusal.isPresent() ? ErasureStatus.FAILED : status)
        .setRemovals(erasure.found() ? removals(stage, refusal.isEmpty(), partition) : List.of())
        .setKept(KEPT)
        .setDetail(refusal.orElse(null))
        .build();
  }

  private ErasureReceipt.Builder answer(String stage, String id, Instant now) {
    return ErasureReceipt.newBuilder()
        .setErasureId(id)
        .setStage(stage)
        .setStages(stages)
        .setCompletedAt(now);
  }

  private static List<Removal> removals(Stage stage, boolean fromStore, int partition) {
    List<Removal> removals = new ArrayList<>();
    removals.add(new Removal(stage.store(), partition, 1L));
    if (fromStore) {
      removals.add(new Removal("redis", null, 1L));
    }
    stage.topic().ifPresent(name -> removals.add(new Removal(name, null, 1L)));
    return removals;
  }

  /**
   * What became of the requests of an entity in one task of a join, or of its records in a
   * partition of quarantine.
   *
   * @param store of the join, which is the name of the stage as well; or {@link #QUARANTINE}
   * @param topic on which tombstones were written
   * @param partition of the store, which is the part
   * @param parts how many tasks answer
   */
  public ErasureReceipt of(
      RequestErasure erasure, String store, String topic, int partition, int parts, Instant now) {
    List<String> name = List.of(erasure.name().split(":", 3));
    List<Removal> removals =
        Stream.of(
                new Removal(store, partition, erasure.requests()),
                new Removal(topic, null, erasure.examples()))
            .filter(removal -> removal.getItems() > 0)
            .toList();
    return answer(store, erasure.id(), now)
        .setNamespace(name.get(0))
        .setEntity(name.get(1))
        .setKeyHash(ErasureMemory.hash(erasure.name()))
        .setPart(partition)
        .setParts(parts)
        .setStatus(erasure.found() ? ErasureStatus.COMPLETE : ErasureStatus.NOT_FOUND)
        .setRemovals(removals)
        .setKept(partition == 0 ? kept(store) : List.of())
        .build();
  }

  private static List<String> kept(String stage) {
    return stage.equals(QUARANTINE) ? KEPT_BY_QUARANTINE : KEPT_BY_JOINS;
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
