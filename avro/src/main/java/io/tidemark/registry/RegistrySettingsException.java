package io.tidemark.registry;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used, with everything that is wrong with them. */
public final class RegistrySettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<SettingProblem> problems;

  RegistrySettingsException(List<SettingProblem> problems) {
    super(
        problems.stream()
            .map(SettingProblem::toString)
            .collect(Collectors.joining("\n  ", "Schema registry settings:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the settings. */
  public List<SettingProblem> problems() {
    return problems;
  }
}
