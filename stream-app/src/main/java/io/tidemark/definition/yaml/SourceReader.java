package io.tidemark.definition.yaml;

import io.tidemark.definition.EventTimeUnit;
import io.tidemark.definition.Rule;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceMap;
import io.tidemark.definition.SourceRecords;
import io.tidemark.definition.SourceRecords.Tombstones;
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

  private static final Map<String, Tombstones> TOMBSTONES =
      Map.of("ignore", Tombstones.IGNORE, "reject", Tombstones.REJECT);

  /** Of a source of events: of predictions and outcomes no key is an entity's. */
  private static final Map<String, Tombstones> TOMBSTONES_OF_EVENTS =
      Map.of("ignore", Tombstones.IGNORE, "erase", Tombstones.ERASE, "reject", Tombstones.REJECT);

  private final SourceMap sourceMap;
  private final NearbyFiles files;

  SourceReader(SourceMap sourceMap, NearbyFiles files) {
    this.sourceMap = sourceMap;
    this.files = files;
  }

  private static Map<String, EventTimeUnit> units() {
    Map<String, EventTimeUnit> units = new LinkedHashMap<>();
    units.put("seconds", EventTimeUnit.EPOCH_SECONDS);
    units.put("millis", EventTimeUnit.EPOCH_MILLIS);
    units.put("micros", EventTimeUnit.EPOCH_MICROS);
    units.put("iso", EventTimeUnit.ISO_8601);
    return units;
  }

  /** Where the time of a record is, and in what unit. */
  record EventTime(String field, EventTimeUnit unit) {}

  Source read(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    String topic = in.name("topic", NameForm.TOPIC);
    SourceRecords records = records(in, TOMBSTONES_OF_EVENTS);
    EventTime eventTime = eventTime(in, "event_time");
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
            records,
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

  /** Which records of a topic are meant, and where their schema is told. */
  SourceRecords records(MappingReader in) {
    return records(in, TOMBSTONES);
  }

  private SourceRecords records(MappingReader in, Map<String, Tombstones> choices) {
    String subject = in.optionalText("subject").orElse(null);
    String schema = files.file(in, "schema").orElse(null);
    if (subject != null && schema != null) {
      in.problem("subject", subject, "has no effect beside schema", "declare one of them");
    }
    String record =
        in.optionalText("record").isPresent() ? in.name("record", NameForm.RECORD) : null;
    Tombstones tombstones = in.choice("tombstones", choices, Tombstones.IGNORE);
    return new SourceRecords(subject, schema, record, tombstones);
  }

  /** The time under a key: the name of a field, or one with its unit. */
  EventTime eventTime(MappingReader in, String key) {
    if (!in.isMapping(key)) {
      return new EventTime(in.name(key, NameForm.FIELD), EventTimeUnit.LOGICAL_TYPE);
    }
    MappingReader nested = in.mapping(key).orElseThrow();
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
