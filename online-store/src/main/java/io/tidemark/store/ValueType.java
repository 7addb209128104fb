package io.tidemark.store;

/** The types a feature's values can have. */
public enum ValueType {
  LONG,
  DOUBLE,
  BOOLEAN,
  STRING,
  LONG_LIST,
  DOUBLE_LIST,
  BOOLEAN_LIST,
  STRING_LIST
}
