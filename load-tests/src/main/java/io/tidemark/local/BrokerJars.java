package io.tidemark.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The class path of a broker of any version on Maven Central, which is not ours: fetched at the
 * first use and kept among what the build leaves.
 */
final class BrokerJars {

  private static final Duration FETCH_LIMIT = Duration.ofMinutes(10);

  // the wrapper looks for its folder from the current one
  private static final String IN_REPOSITORY = "cd \"$0\" && exec ./mvnw \"$@\"";

  private final String version;
  private final Path folder;

  private BrokerJars(String version) {
    this.version = version;
    this.folder = BuiltFiles.brokerJars(version);
  }

  /**
   * Fetches what is missing; needs Maven Central for that, or Maven's own copy.
   *
   * @param log where Maven says what it does
   */
  static BrokerJars fetch(String version, Path log) {
    BrokerJars jars = new BrokerJars(version);
    if (!Files.exists(jars.broker())) {
      run(command(version), log);
    }
    if (!Files.exists(jars.broker())) {
      throw new StackException("Missing " + jars.broker() + " after it was fetched; see " + log);
    }
    return jars;
  }

  private static List<String> command(String version) {
    return List.of(
        "/bin/sh",
        "-c",
        IN_REPOSITORY,
        BuiltFiles.repository().toString(),
        "-q",
        "-B",
        "-ntp",
        "-f",
        brokers().resolve("pom.xml").toString(),
        "-Dbroker.version=" + version,
        "package");
  }

  private static void run(List<String> command, Path log) {
    try (ChildProcess maven = ChildProcess.start("Maven", command, log)) {
      int exit = maven.awaitExit(FETCH_LIMIT);
      if (exit != 0) {
        throw new StackException("Cannot fetch the broker: exit code " + exit + maven.tail());
      }
    }
  }

  private Path broker() {
    return folder.resolve("kafka_2.13-" + version + ".jar");
  }

  private static Path brokers() {
    return BuiltFiles.repository().resolve("load-tests/brokers");
  }

  String version() {
    return version;
  }

  String classPath() {
    return folder.resolve("*").toString();
  }

  /** What it logs, for versions before 4.0; later ones log errors alone. */
  String logging() {
    return brokers().resolve("log4j.properties").toUri().toString();
  }
}
