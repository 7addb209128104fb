package io.tidemark.registry;

/** Text that must not be printed. */
record Secret(String reveal) {

  static final String MASK = "******";

  char[] chars() {
    return reveal.toCharArray();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
