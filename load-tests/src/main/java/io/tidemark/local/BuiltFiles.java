package io.tidemark.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build left beside this module's classes: the registry's distribution, the service's jar.
 */
final class BuiltFiles {

  private BuiltFiles() {}

  static Path registryJar() {
    Path folder = target().resolve("apicurio");
    if (!Files.isDirectory(folder)) {
      throw missing(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> missing(folder.resolve("*-runner.jar")));
    } catch (IOException e) {
      throw new StackException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The runnable jar of the service, built by the {@code stream-app} module. */
  static Path serviceJar() {
    Path jar = repository().resolve("stream-app/target/tidemark.jar");
    if (!Files.isRegularFile(jar)) {
      throw missing(jar);
    }
    return jar;
  }

  /** What the build wrote down of the classes in the jar; a JVM that cannot use it goes without. */
  static Path classArchive() {
    return serviceJar().resolveSibling("tidemark.jsa");
  }

  /** The Java flags the service starts with, wherever it starts; read by {@code java @file}. */
  static Path serviceFlags() {
    Path flags = repository().resolve("stream-app/java.flags");
    if (!Files.isRegularFile(flags)) {
      throw missing(flags);
    }
    return flags;
  }

  /** Where the jars of a broker of this version are, once they have been fetched. */
  static Path brokerJars(String version) {
    return target().resolve("brokers").resolve(version);
  }

  /** Copies a resource into a folder, under its own name. */
  static Path copy(String resource, Path folder) {
    Path file = folder.resolve(Path.of(resource).getFileName().toString());
    try (InputStream in = BuiltFiles.class.getResourceAsStream(resource)) {
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new StackException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static Path repository() {
    return target().getParent().getParent();
  }

  /** {@code load-tests/target}: the parent of the class folder in tests, of the jar otherwise. */
  private static Path target() {
    try {
      return Path.of(BuiltFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Class path entry is not a file", e);
    }
  }

  private static StackException missing(Path what) {
    return new StackException(
        "Missing build output " + what + ". Run ./mvnw -DskipTests package in the repository.");
  }
}
