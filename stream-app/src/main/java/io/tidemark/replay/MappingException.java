package io.tidemark.replay;

import java.util.List;

/** A mapping is wrong; the message lists every problem found. */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final List<String> problems;

  MappingException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, at least one. */
  public List<String> problems() {
    return problems;
  }
}
