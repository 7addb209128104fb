package io.tidemark.app;

import io.tidemark.monitoring.metrics.RunMetrics.Build;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** What the jar says of itself. */
final class BuildInfo {
  private static final String UNKNOWN = "unknown";

  private BuildInfo() {}

  /**
   * What runs.
   *
   * @param definitions hash over what is computed
   */
  static Build running(String definitions) {
    Attributes own = attributes();
    return new Build(
        value(own, "Implementation-Version"),
        value(own, "Implementation-Commit"),
        definitions,
        System.getProperty("java.version"));
  }

  private static Attributes attributes() {
    try (InputStream in = BuildInfo.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      return in == null ? new Attributes() : new Manifest(in).getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where classes are not in our jar, the first manifest is another's. */
  private static String value(Attributes own, String name) {
    return Optional.of(own)
        .filter(all -> "Tidemark".equals(all.getValue("Implementation-Title")))
        .map(all -> all.getValue(name))
        // built without a repository, the name of the property stands for it
        .filter(text -> !text.startsWith("$"))
        .orElse(UNKNOWN);
  }
}
