package io.tidemark.delivery;

import io.tidemark.store.StoreState.Owner;
import java.time.Instant;
import java.util.Optional;

/** Another application writes the namespace; the message names it and says what to do. */
public final class OwnedByOtherException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private OwnedByOtherException(String message) {
    super(message);
  }

  static OwnedByOtherException atStart(String namespace, Optional<Owner> other) {
    return new OwnedByOtherException(
        ("Namespace %s in Redis is written by %s: two would refuse each other's rows. Stop that one"
                + " and start this with --take-over, or set application.id or the namespace.")
            .formatted(namespace, other.map(OwnedByOtherException::text).orElse("another one")));
  }

  static OwnedByOtherException since(String namespace, Owner other) {
    return new OwnedByOtherException(
        "Namespace %s in Redis was taken over by %s, which refuses our rows: this process ends."
            .formatted(namespace, text(other)));
  }

  private static String text(Owner owner) {
    return "application.id %s (definitions %s) since %s"
        .formatted(owner.application(), owner.definitions(), Instant.ofEpochMilli(owner.sinceMs()));
  }
}
