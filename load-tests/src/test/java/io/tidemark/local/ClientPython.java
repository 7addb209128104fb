package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python with the clients that tests run, in a virtual environment below {@code target} that is
 * made once. Where it cannot be had a test is skipped; in CI it fails.
 */
final class ClientPython {
  /** Brings Redis's client along. */
  private static final String PACKAGE = "feast[redis]==0.67.0";

  private static final long INSTALL_SECONDS = 300;
  private static final Path FOLDER =
      BuiltFiles.repository().resolve("load-tests/target/client-python");

  private static Optional<String> problem;

  private ClientPython() {}

  /** The interpreter; skips the test without one, and fails it in CI. */
  static synchronized String require() {
    if (problem == null) {
      problem = prepare();
    }
    requireOrSkip(problem);
    return FOLDER.resolve("bin/python").toString();
  }

  /** Skips the test for a problem, and fails it in CI. */
  static void requireOrSkip(Optional<String> problem) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(problem).as("what is missing").isEmpty();
    }
    assumeThat(problem).as("what is missing").isEmpty();
  }

  private static Optional<String> prepare() {
    Path done = FOLDER.resolve("installed");
    try {
      if (Files.exists(done) && Files.readString(done).equals(PACKAGE)) {
        return Optional.empty();
      }
      Optional<String> failure =
          run(List.of("python3", "-m", "venv", "--clear", FOLDER.toString())).or(() -> install());
      if (failure.isEmpty()) {
        Files.writeString(done, PACKAGE);
      }
      return failure;
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Compiles what is imported, when it is: half the time of compiling everything. */
  private static Optional<String> install() {
    String pip = FOLDER.resolve("bin/pip").toString();
    return run(
        List.of(pip, "install", "-q", "--no-compile", "--disable-pip-version-check", PACKAGE));
  }

  private static Optional<String> run(List<String> words) {
    try {
      Path output = Files.createTempFile("client-python", ".txt");
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
      process.destroy();
      boolean failed = !ended || process.exitValue() != 0;
      return failed ? Optional.of(words + ": " + Files.readString(output)) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(words + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(words + ": interrupted");
    }
  }
}
