package io.tidemark.join;

import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of an outcome by which labels are to be judged once its prediction is known, and no
 * others. Immutable.
 *
 * @param values by name; null, Boolean, Long, Double, String, Instant or a map of texts
 */
public record Facts(SortedMap<String, Object> values) implements Fields {
  public Facts {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static Facts of(Set<String> names, Fields outcome) {
    SortedMap<String, Object> values = new TreeMap<>();
    names.forEach(name -> values.put(name, outcome.get(name)));
    return new Facts(values);
  }

  /**
   * The value of a field.
   *
   * @throws EvaluationException when it is not among them, because the definition did not read it
   *     when the outcome came
   */
  @Override
  public Object get(String name) {
    if (!values.containsKey(name)) {
      throw new EvaluationException(
          "Field " + name + " was not read by the definition when the outcome came", null);
    }
    return values.get(name);
  }
}
