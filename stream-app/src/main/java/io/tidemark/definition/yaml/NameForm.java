package io.tidemark.definition.yaml;

import java.util.regex.Pattern;

/** What names may look like, by what they become part of. */
enum NameForm {
  /** Part of Redis keys and fields, where {@code :} and {@code .} separate. */
  IDENTIFIER(
      "[A-Za-z][A-Za-z0-9_-]{0,63}",
      "must begin with a letter and hold up to 64 letters, digits, _ and -"),
  /** A Kafka topic. */
  TOPIC("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}", "must be a Kafka topic: letters, digits, . _ and -"),
  /** An Avro field, or a path to one of a nested record. */
  FIELD(
      "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*",
      "must be the name of an Avro field, or names with dots between for one of a nested record"),
  /** The full name of an Avro record. */
  RECORD(
      "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*",
      "must be the full name of an Avro record"),
  /** A feature, or a group for all of its own. */
  FEATURE(
      "[A-Za-z][A-Za-z0-9_-]{0,63}(\\.[A-Za-z][A-Za-z0-9_-]*)?",
      "must be <group>.<feature>, with the window's suffix, or <group>"),
  /** A model as prediction logs name it. */
  MODEL(
      "[A-Za-z0-9][A-Za-z0-9._/-]{0,127}",
      "must begin with a letter or digit and hold up to 128 letters, digits and . _ / -");

  private final Pattern pattern;
  private final String rule;

  NameForm(String pattern, String rule) {
    this.pattern = Pattern.compile(pattern);
    this.rule = rule;
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  String rule() {
    return rule;
  }
}
