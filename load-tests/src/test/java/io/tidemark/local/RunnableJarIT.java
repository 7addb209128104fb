package io.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar that ships says what it contains and under which licences, and is quick to start. */
class RunnableJarIT {
  private static final Pattern ARTIFACT =
      Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom.properties");

  /** Ours, and what Netty and Parquet hold in packages of their own, with its licence in theirs. */
  private static final Set<String> NO_ARTIFACTS =
      Set.of("io.tidemark", "org.jctools", "net.openhft");

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(BuiltFiles.serviceJar().toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  /** {@code group/artifact} of all that left their Maven descriptor in the jar. */
  private List<String> artifacts() {
    return jar.stream()
        .map(entry -> ARTIFACT.matcher(entry.getName()))
        .filter(Matcher::matches)
        .filter(artifact -> !NO_ARTIFACTS.contains(artifact.group(1)))
        .map(artifact -> artifact.group(1) + "/" + artifact.group(2))
        .toList();
  }

  private String text(String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void everyArtifactIsAComponent() throws IOException {
    String components = text("META-INF/sbom/tidemark.cdx.json");

    assertThat(artifacts())
        .hasSizeGreaterThan(10)
        .allMatch(artifact -> components.contains("pkg:maven/" + artifact + "@"));
  }

  @Test
  void classesAreReadFromTheArchive(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("log");
    List<String> command =
        JavaCommand.withHeapMb(64).flags(List.of("-Xlog:class+load")).service("--version");

    try (ChildProcess process = ChildProcess.start("tidemark", command, log)) {
      assertThat(process.awaitExit(Duration.ofMinutes(1))).isZero();
    }

    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.startsWith("tidemark "))
        .anyMatch(line -> line.matches(".* io.tidemark.app.cli.Main source: shared objects.*"));
  }

  /** As the README gives them: what is exported for the service goes for every command. */
  @ParameterizedTest
  @ValueSource(strings = {"java.flags", "java.quick.flags"})
  void anotherCollectorMayBeChosen(String flags, @TempDir Path folder) throws IOException {
    List<String> command =
        JavaCommand.withHeapMb(64)
            .flags(List.of("@" + BuiltFiles.serviceFlags().resolveSibling(flags)))
            .flags(List.of("-XX:-UseParallelGC", "-XX:+UseG1GC"))
            .service("--version");
    Path log = folder.resolve("log");

    try (ChildProcess process = ChildProcess.start("tidemark", command, log)) {
      assertThat(process.awaitExit(Duration.ofMinutes(1))).as(Files.readString(log)).isZero();
    }
  }

  @Test
  void everyArtifactHasALicence() throws IOException {
    String licences = text("META-INF/THIRD-PARTY.txt");

    assertThat(artifacts())
        .allMatch(artifact -> licences.contains(artifact.replace('/', ':') + ":"));
    assertThat(licences).doesNotContain("Unknown license");
  }
}
