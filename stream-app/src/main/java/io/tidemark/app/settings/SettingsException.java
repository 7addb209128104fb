package io.tidemark.app.settings;

import java.util.List;

/** Settings that cannot be used; the message lists every problem, one per line. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * @param problems at least one
   */
  public SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, as a sentence. */
  public List<String> problems() {
    return problems;
  }
}
