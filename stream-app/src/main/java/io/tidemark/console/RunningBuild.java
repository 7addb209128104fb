package io.tidemark.console;

import java.time.Instant;
import java.util.List;

/**
 * What runs, and since when.
 *
 * @param application the application id
 * @param version of Tidemark
 * @param commit it was built from
 * @param definitions hash over what is computed
 * @param java version of the platform
 * @param startedAt when the process began
 * @param pins versions of feature groups that are served whatever has caught up, {@code
 *     name@version}
 */
public record RunningBuild(
    String application,
    String version,
    String commit,
    String definitions,
    String java,
    Instant startedAt,
    List<String> pins) {

  public RunningBuild {
    pins = List.copyOf(pins);
  }
}
