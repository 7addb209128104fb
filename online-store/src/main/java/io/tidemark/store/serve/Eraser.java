package io.tidemark.store.serve;

import io.tidemark.store.EntityKey;
import java.util.Optional;

/** Takes requests to erase entities, and tells what became of them. Thread-safe. */
public interface Eraser {

  /**
   * Asks for an erasure; returns once the request cannot be lost any more.
   *
   * @param by who asks, for the audit trail
   * @param note why, for the audit trail
   * @return the id of the request
   */
  String ask(EntityKey key, Optional<String> by, Optional<String> note);

  /**
   * What is known of a request by now.
   *
   * @return a JSON object as text; of an id that nobody has answered yet it says so
   */
  String answers(String id);
}
