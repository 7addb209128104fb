package io.tidemark.records;

import io.tidemark.avro.PredictionLog;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.KeyForm;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which entities a prediction is about: those whose key it logs under their name in {@code
 * entity_keys}, and those whose key is made of {@code user_id} and {@code item_id} alone. An entity
 * {@code user} or {@code item} with a key of one field has it there too, whatever the field's name.
 * Immutable.
 *
 * @param namespace of the definitions
 * @param keys what the key of each kind of entity looks like
 */
public record NamedEntities(String namespace, Map<String, KeyForm> keys) {
  private static final String USER = "user";
  private static final String ITEM = "item";

  public NamedEntities {
    keys = Map.copyOf(keys);
  }

  /** Their names, {@code namespace:entity:key} each once; what cannot be a key names nobody. */
  public Set<String> of(PredictionLog log) {
    Set<String> names = new LinkedHashSet<>();
    keys.forEach(
        (entity, form) -> {
          String logged = log.getEntityKeys().get(entity);
          if (logged != null) {
            add(names, entity, form, () -> form.parts(logged));
          }
          List<String> parts = parts(entity, form, log);
          if (!parts.isEmpty()) {
            add(names, entity, form, () -> parts);
          }
        });
    return names;
  }

  private void add(Set<String> names, String entity, KeyForm form, Parts parts) {
    try {
      names.add(TopicKeys.ofEntity(namespace, entity, form.canonical(parts.get())));
    } catch (IllegalArgumentException e) {
      // nobody has such a key, so nobody can ask for it
    }
  }

  @FunctionalInterface
  private interface Parts {
    List<String> get();
  }

  /** Empty where a field is not logged. */
  private static List<String> parts(String entity, KeyForm form, PredictionLog log) {
    List<String> parts = new ArrayList<>();
    for (KeyField field : form.fields()) {
      boolean named = form.fields().size() == 1 && (entity.equals(USER) || entity.equals(ITEM));
      String value = value(named ? entity + "_id" : field.name(), log);
      if (value == null) {
        return List.of();
      }
      parts.add(value);
    }
    return parts;
  }

  private static String value(String field, PredictionLog log) {
    return switch (field) {
      case USER + "_id" -> log.getUserId();
      case ITEM + "_id" -> log.getItemId();
      default -> null;
    };
  }
}
