package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The clients of one language that tests run, in a folder below {@code target} that is made once.
 * Where they cannot be had a test is skipped; in CI it fails. Thread-safe.
 */
public final class ClientPackages {
  private static final long INSTALL_SECONDS = 1_200;
  private static final Path BUILT = BuiltFiles.repository().resolve("load-tests/target");

  /** Where the versions are pinned. */
  static final Path VERSIONS =
      BuiltFiles.repository().resolve("load-tests/src/test/resources/clients");

  /** What is imported is compiled when it is: half the time of compiling everything. */
  public static final ClientPackages PYTHON =
      new ClientPackages(
          "client-python",
          List.of("requirements.txt"),
          List.of("python3", "-m", "venv", "--clear", "."),
          List.of(
              "bin/pip",
              "install",
              "-q",
              "--no-compile",
              "--disable-pip-version-check",
              "-r",
              "requirements.txt"));

  /** Without optimising, which a third of the time of a first build is for. */
  static final List<String> GO_BUILD = List.of("go", "build", "-gcflags=all=-N -l");

  /** Compiled here, where there is more time for it than a program has to run. */
  static final ClientPackages GO =
      new ClientPackages(
          "client-go",
          List.of("go.mod", "go.sum"),
          Stream.concat(
                  GO_BUILD.stream(),
                  Stream.of(
                      "net/http",
                      "github.com/hamba/avro/v2",
                      "github.com/redis/go-redis/v9",
                      "github.com/twmb/franz-go/pkg/kgo",
                      "github.com/twmb/franz-go/pkg/sr"))
              .toList());

  /** Prometheus and its tool, without what finds targets in clouds: half the time. */
  static final ClientPackages PROMETHEUS =
      new ClientPackages(
          "prometheus",
          List.of(),
          List.of(
              "env",
              "GOBIN=" + BUILT.resolve("prometheus"),
              "go",
              "install",
              "-tags",
              "remove_all_sd",
              "-gcflags=all=-N -l",
              "github.com/prometheus/prometheus/cmd/promtool@v0.316.0",
              "github.com/prometheus/prometheus/cmd/prometheus@v0.316.0"));

  static final ClientPackages NODE =
      new ClientPackages(
          "client-node",
          List.of("package.json", "package-lock.json"),
          List.of("npm", "ci", "--silent"));

  /** A browser with its libraries, what drives it, and what looks for barriers in pages. */
  static final ClientPackages BROWSER =
      new ClientPackages(
          "client-browser",
          List.of("browser/package.json", "browser/package-lock.json"),
          List.of("npm", "ci", "--silent", "--prefix", "browser"));

  private final Path folder;
  private final List<String> files;
  private final List<List<String>> commands;
  private Optional<String> problem;

  @SafeVarargs
  private ClientPackages(String folder, List<String> files, List<String>... commands) {
    this.folder = BUILT.resolve(folder);
    this.files = files;
    this.commands = List.of(commands);
  }

  /** The folder; skips the test where it cannot be made, and fails it in CI. */
  public synchronized Path require() {
    if (problem == null) {
      problem = prepare();
    }
    requireOrSkip(problem);
    return folder;
  }

  /** Skips the test for a problem, and fails it in CI. */
  static void requireOrSkip(Optional<String> problem) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(problem).as("what is missing").isEmpty();
    }
    assumeThat(problem).as("what is missing").isEmpty();
  }

  private Optional<String> prepare() {
    Path done = folder.resolve("installed");
    try {
      String wanted = commands + wanted();
      if (Files.exists(done) && Files.readString(done).equals(wanted)) {
        return Optional.empty();
      }
      Optional<String> failure = install();
      if (failure.isEmpty()) {
        Files.writeString(done, wanted);
      }
      return failure;
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private String wanted() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(Files.readString(VERSIONS.resolve(file)));
    }
    return text.toString();
  }

  private Optional<String> install() throws IOException {
    Files.createDirectories(folder);
    for (List<String> command : commands) {
      // a virtual environment begins with an empty folder
      for (String file : files) {
        Path copy = folder.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(VERSIONS.resolve(file)));
      }
      Optional<String> failure = run(command);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<String> run(List<String> command) {
    try {
      Path output = Files.createTempFile("client-packages", ".txt");
      Process process =
          new ProcessBuilder(command.stream().map(this::program).toList())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
      process.destroy();
      boolean failed = !ended || process.exitValue() != 0;
      return failed ? Optional.of(command + ": " + Files.readString(output)) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(command + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(command + ": interrupted");
    }
  }

  /** A program of the folder itself is not looked for from there. */
  private String program(String word) {
    return word.startsWith("bin/") ? folder.resolve(word).toString() : word;
  }
}
