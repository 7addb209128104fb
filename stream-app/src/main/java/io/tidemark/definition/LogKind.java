package io.tidemark.definition;

import io.tidemark.event.FieldType.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The two logs of a join, and what their fields are made of where a producer has its own schema.
 */
public enum LogKind {
  /** {@code PredictionLog}. */
  PREDICTION(
      "timestamp",
      List.of("request_id", "model", "model_version"),
      fields(
          "request_id", Form.TEXT,
          "model", Form.TEXT,
          "model_version", Form.TEXT,
          "user_id", Form.TEXT,
          "item_id", Form.TEXT,
          "model_score", Form.NUMBER,
          "model_decision", Form.TEXT,
          "rank_position", Form.WHOLE,
          "exploration_flag", Form.TRUTH,
          "propensity", Form.NUMBER,
          "dwell_seconds", Form.NUMBER,
          "viewport_seconds", Form.NUMBER,
          "scroll_speed", Form.NUMBER),
      Set.of("entity_keys", "raw_features")),
  /** {@code OutcomeLog}. */
  OUTCOME(
      "outcome_timestamp",
      List.of("request_id", "outcome"),
      fields(
          "request_id", Form.TEXT,
          "outcome", Form.TEXT,
          "dwell_seconds", Form.NUMBER,
          "viewport_seconds", Form.NUMBER,
          "scroll_speed", Form.NUMBER,
          "downstream_purchase", Form.TRUTH,
          "value", Form.NUMBER),
      Set.of("attributes"));

  /** What an expression for a field may give. */
  public enum Form {
    /** A string; what is not is written as one. */
    TEXT(Kind.STRING, Kind.INT, Kind.BOOL),
    /** A double. */
    NUMBER(Kind.INT, Kind.DOUBLE),
    /** An int of 32 bits. */
    WHOLE(Kind.INT),
    /** A boolean. */
    TRUTH(Kind.BOOL),
    /** An entry of a map. */
    ENTRY(Kind.STRING, Kind.INT, Kind.DOUBLE, Kind.BOOL, Kind.TIMESTAMP, Kind.DYNAMIC),
    /** A whole map. */
    MAP(Kind.MAP);

    private final Kind[] kinds;

    Form(Kind... kinds) {
      this.kinds = kinds;
    }

    Kind[] kinds() {
      return kinds.clone();
    }
  }

  private final String time;
  private final List<String> required;
  private final Map<String, Form> forms;
  private final Set<String> maps;

  LogKind(String time, List<String> required, Map<String, Form> forms, Set<String> maps) {
    this.time = time;
    this.required = required;
    this.forms = forms;
    this.maps = maps;
  }

  private static Map<String, Form> fields(Object... namesAndForms) {
    Map<String, Form> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndForms.length; i += 2) {
      fields.put((String) namesAndForms[i], (Form) namesAndForms[i + 1]);
    }
    return fields;
  }

  /** The field that says when it was. */
  public String time() {
    return time;
  }

  /** The fields without which a log is none, besides its time. */
  public List<String> required() {
    return required;
  }

  /** The fields that hold one value, with what it may be. */
  public Map<String, Form> forms() {
    return forms;
  }

  /** The fields that hold values by name. */
  public Set<String> maps() {
    return maps;
  }
}
