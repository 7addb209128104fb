package io.tidemark.records;

import io.tidemark.avro.Erasure;
import io.tidemark.contribution.EntityInput;
import io.tidemark.store.EntityKey;
import io.tidemark.store.KeyForm;
import io.tidemark.text.KeyParts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Requests to erase entities: made, checked, and turned into what an entity is told. Immutable.
 *
 * @param namespace of the definitions
 * @param holders of each kind of entity, how many tasks may hold one
 * @param keys what the key of each looks like
 */
public record ErasureRequests(
    String namespace, Map<String, Integer> holders, Map<String, KeyForm> keys) {
  /** How far ahead of ours the clock of whoever asks may be. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  /** Every reason as it is counted. */
  public static final List<String> REFUSALS =
      Stream.of(Refusal.values()).map(Refusal::label).toList();

  /** Why a request is not carried out. */
  public enum Refusal {
    /** It is not a request in the wire format. */
    UNDECODABLE,
    /** Another deployment's. */
    OTHER_NAMESPACE,
    NO_ID,
    UNKNOWN_ENTITY,
    BAD_KEY,
    /** It would hold for events that are still to come, or for none. */
    BAD_TIME;

    /** As it is counted. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A request, as of an instant, under an id of its own.
   *
   * @param by who asks, or {@code null}
   * @param note why, or {@code null}
   */
  public static Erasure of(EntityKey key, Instant at, String by, String note) {
    List<String> parts = KeyParts.split(key.key());
    return Erasure.newBuilder()
        .setErasureId(UUID.randomUUID().toString())
        .setNamespace(key.namespace())
        .setEntity(key.entity())
        .setKey(key.key())
        .setKeyParts(parts.size() == 1 ? List.of() : parts)
        .setRequestedAt(at)
        .setRequestedBy(by)
        .setNote(note)
        .build();
  }

  /** Whether it is for these definitions. */
  public boolean isOurs(Erasure request) {
    return request.getNamespace().equals(namespace);
  }

  /** Why it is not carried out; empty where it is. */
  public Optional<Refusal> refusal(Erasure request, long nowMs) {
    long askedMs = request.getRequestedAt().toEpochMilli();
    if (request.getErasureId().isEmpty()) {
      return Optional.of(Refusal.NO_ID);
    }
    if (!holders.containsKey(request.getEntity())) {
      return Optional.of(Refusal.UNKNOWN_ENTITY);
    }
    if (badKey(request).isPresent()) {
      return Optional.of(Refusal.BAD_KEY);
    }
    return askedMs < 0 || askedMs > nowMs + MAX_SKEW.toMillis()
        ? Optional.of(Refusal.BAD_TIME)
        : Optional.empty();
  }

  /** The rule that the key breaks. */
  private Optional<String> badKey(Erasure request) {
    boolean twoKeys =
        !request.getKeyParts().isEmpty()
            && !KeyParts.join(request.getKeyParts()).equals(request.getKey());
    if (twoKeys) {
      return Optional.of("it is key_parts joined with '|', escaped, or key_parts is left out");
    }
    try {
      return key(request).isEmpty() ? Optional.of("no part of it is empty") : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * The key as rows and state have it, however the request spells it.
   *
   * @throws IllegalArgumentException with the rule it breaks
   */
  public String key(Erasure request) {
    KeyForm form = keys.get(request.getEntity());
    return form.canonical(form.parts(request.getKey()));
  }

  /** Says why, for people. */
  public String why(Refusal refusal, Erasure request) {
    return switch (refusal) {
      case NO_ID -> "erasure_id is empty: a receipt could not be told apart. Give it one.";
      case UNKNOWN_ENTITY ->
          "Unknown entity '%s': those that have features are %s."
              .formatted(request.getEntity(), new TreeSet<>(holders.keySet()));
      case BAD_KEY ->
          "Invalid key of entity '%s': %s. It is FeatureVector.key."
              .formatted(request.getEntity(), badKey(request).orElse(""));
      case BAD_TIME ->
          "requested_at %s is before 1970, or more than %d minutes ahead of the service's clock."
                  .formatted(request.getRequestedAt(), MAX_SKEW.toMinutes())
              + " Correct the clock.";
      default -> refusal.label();
    };
  }

  /** What the entity is told. */
  public EntityInput.Erased asked(Erasure request) {
    return new EntityInput.Erased(
        request.getErasureId(),
        request.getRequestedAt().toEpochMilli(),
        true,
        holders.get(request.getEntity()));
  }
}
