package io.tidemark.store;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Values of a row that nobody else changes. Unmodifiable. */
final class HandedOver extends AbstractMap<String, Object> {
  private final Map<String, Object> values;

  HandedOver(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return values.entrySet();
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public Object get(Object name) {
    return values.get(name);
  }

  @Override
  public boolean containsKey(Object name) {
    return values.containsKey(name);
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Object> action) {
    values.forEach(action);
  }
}
