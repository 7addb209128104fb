package io.tidemark.local;

import java.util.List;
import picocli.CommandLine.Option;

/** Options that both commands have. */
final class ServiceFlags {

  @Option(
      names = "--keep-data",
      description = "Leave data and logs on disk at the end; their folder is printed.")
  boolean keepData;

  @Option(
      names = "--java-opts",
      paramLabel = "FLAGS",
      defaultValue = "${env:TIDEMARK_JAVA_OPTS:-}",
      description = "Java flags of the service (default: TIDEMARK_JAVA_OPTS).")
  String javaOpts;

  List<String> javaFlags() {
    return javaOpts.isBlank() ? List.of() : List.of(javaOpts.strip().split("\\s+", -1));
  }
}
