package io.tidemark.definition.yaml;

import io.tidemark.definition.EventTimeUnit;
import io.tidemark.definition.Rule;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code sources}. */
final class SourceReader {
  private static final Duration DEDUP_WINDOW = Duration.ofHours(1);
  private static final Duration MAX_FUTURE_SKEW = Duration.ofMinutes(5);
  private static final Map<String, EventTimeUnit> UNITS = units();
  private static final Map<String, Rule.OnFail> ON_FAIL =
      Map.of("quarantine", Rule.OnFail.QUARANTINE, "flag", Rule.OnFail.FLAG);

  private final SourceMap sourceMap;

  SourceReader(SourceMap sourceMap) {
    this.sourceMap = sourceMap;
  }

  private static Map<String, EventTimeUnit> units() {
    Map<String, EventTimeUnit> units = new LinkedHashMap<>();
    units.put("seconds", EventTimeUnit.EPOCH_SECONDS);
    units.put("millis", EventTimeUnit.EPOCH_MILLIS);
    units.put("micros", EventTimeUnit.EPOCH_MICROS);
    units.put("iso", EventTimeUnit.ISO_8601);
    return units;
  }

  private record EventTime(String field, EventTimeUnit unit) {}

  Source read(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    String topic = in.name("topic", NameForm.TOPIC);
    EventTime eventTime = eventTime(in);
    String eventId = in.optionalText("event_id").orElse(null);
    Duration dedup = in.duration("dedup_window", DurationRange.WAIT, DEDUP_WINDOW);
    if (eventId == null && in.has("dedup_window")) {
      in.problem("dedup_window", "", "has no effect without event_id", "declare event_id");
    }
    Duration skew = in.duration("max_future_skew", DurationRange.ALLOWANCE, MAX_FUTURE_SKEW);
    List<String> partitionedBy = in.texts("partitioned_by");
    List<String> required = in.texts("required");
    List<Rule> rules = in.mappings("rules").stream().map(this::rule).toList();
    in.finish();
    return in.located(
        new Source(
            name,
            topic,
            eventTime.field,
            eventTime.unit,
            eventId,
            dedup,
            skew,
            partitionedBy,
            required,
            rules),
        sourceMap);
  }

  private EventTime eventTime(MappingReader in) {
    if (!in.isMapping("event_time")) {
      return new EventTime(in.name("event_time", NameForm.FIELD), EventTimeUnit.LOGICAL_TYPE);
    }
    MappingReader nested = in.mapping("event_time").orElseThrow();
    String field = nested.name("field", NameForm.FIELD);
    EventTimeUnit unit = nested.choice("unit", UNITS, null);
    nested.finish();
    return new EventTime(field, unit);
  }

  private Rule rule(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    String expect = in.text("expect");
    Rule.OnFail onFail = in.choice("on_fail", ON_FAIL, Rule.OnFail.QUARANTINE);
    in.finish();
    return in.located(new Rule(name, expect, onFail), sourceMap);
  }
}
