package io.tidemark.store.serve;

import io.tidemark.store.EntityKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is asked, and never does it. */
final class RecordedEraser implements Eraser {
  final List<String> asked = new CopyOnWriteArrayList<>();

  @Override
  public String ask(EntityKey key, Optional<String> by, Optional<String> note) {
    asked.add(key.entity() + " " + key.key() + " " + by.orElse("-") + " " + note.orElse("-"));
    return "id-" + asked.size();
  }

  @Override
  public String answers(String id) {
    return "{\"erasure_id\": \"" + id + "\", \"state\": \"waiting\"}";
  }
}
