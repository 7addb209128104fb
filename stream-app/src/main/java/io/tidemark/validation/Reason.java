package io.tidemark.validation;

/**
 * Why a record is in quarantine. The names are public: they are in quarantine records and metrics
 * and never change their meaning. Declared in the order of the checks, so that a record with
 * several faults is always quarantined for the same one.
 */
public enum Reason {
  EMPTY_VALUE("The value has no bytes; or there is none, and the source rejects that."),
  TOO_LARGE("The value, or an identifier or key in it, is longer than the service accepts."),
  TRUNCATED("The value is shorter than the header of the wire format."),
  BAD_MAGIC("The first byte is not a magic byte of the wire format."),
  UNKNOWN_SCHEMA("The registry knows no schema of the id or GUID that the value names."),
  SCHEMA_TYPE("The schema that the value names is no Avro schema: JSON Schema or Protobuf."),
  SCHEMA_GUID("The value names its schema by a GUID, and the registry cannot look one up."),
  UNDECODABLE("The bytes do not decode with the schema they name."),
  UNRESOLVABLE("The writer's schema does not resolve to the schema this service reads with."),
  MISSING_FIELD("A required field is null or absent; the rule is the field's name."),
  MISSING_KEY("The key of every entity of the source has a null or empty field."),
  BAD_MAPPING("A field has another type than its role needs; the rule is the field's name."),
  BAD_EVENT_TIME("The event time cannot be read, or lies before 1970."),
  FUTURE_EVENT("The event time is later than the clock and the allowed skew."),
  RULE_FAILED("A declared rule is not true; the rule is its name."),
  RULE_ERROR("A declared rule or a label's expression failed to evaluate; the rule is its name."),
  UNKNOWN_MODEL("A prediction of a model that is not declared with the topic."),
  TIME_JUMP("The event time is further ahead of stream time than a record may move it."),
  PREDICTION_TOO_OLD("A prediction so old that its request may have been labelled and forgotten."),
  ORPHAN("An outcome whose prediction did not come within the hold of any model.");

  private final String meaning;

  Reason(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence for people. */
  public String meaning() {
    return meaning;
  }
}
