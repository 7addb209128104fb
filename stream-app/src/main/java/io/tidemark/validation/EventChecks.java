package io.tidemark.validation;

import io.tidemark.definition.Source;
import io.tidemark.event.Fields;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The checks of one source, compiled.
 *
 * @param source names the required fields, the event id and the allowed skew
 * @param entityKeys the key fields of each entity that takes features from the source; an event
 *     from which none of them can be told is quarantined. Empty for no such check
 * @param rules the source's rules, in order
 * @param eventTime reads event time, milliseconds since the Unix epoch; throws {@link
 *     IllegalArgumentException}, {@link java.time.DateTimeException}, {@link ArithmeticException}
 *     or {@link ClassCastException} where the field cannot be read
 */
public record EventChecks(
    Source source,
    List<List<String>> entityKeys,
    List<CompiledRule> rules,
    ToLongFunction<Fields> eventTime) {

  public EventChecks {
    entityKeys = entityKeys.stream().map(List::copyOf).toList();
    rules = List.copyOf(rules);
  }
}
