package io.tidemark.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import picocli.CommandLine;

/**
 * Has the classes loaded that commands and a service load, for the build: the JVM then writes what
 * it knows of them to an archive ({@code -XX:ArchiveClassesAtExit}), and one that is given the
 * archive reads, parses and verifies none of them again.
 *
 * <p>A command is executed that needs nobody. What only a running service loads is loaded by name
 * and not initialised: nothing is started and nothing is connected to.
 */
public final class ClassArchive {
  private static final String CLASS = ".class";

  private static final String[] COMMAND = {"check", "--schema", "user-events=UserEvent"};

  /** Of these packages nearly every class is loaded by a service; of others few are. */
  private static final List<String> SERVICE =
      List.of(
          "io/lettuce/core/",
          "io/micrometer/",
          "io/netty/",
          "io/prometheus/",
          "io/tidemark/",
          "org/apache/kafka/clients/",
          "org/apache/kafka/common/",
          "org/apache/kafka/streams/",
          "org/rocksdb/",
          "reactor/core/");

  private ClassArchive() {}

  /**
   * Loads them; fails when the command does.
   *
   * @param arguments the runnable jar, which is on the class path
   */
  public static void main(String[] arguments) throws IOException {
    load(arguments[0]);
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(Writer.nullWriter()));
    int exit = commands.execute(COMMAND);
    if (exit != 0) {
      throw new IllegalStateException(String.join(" ", COMMAND) + " ended with exit code " + exit);
    }
  }

  private static void load(String jar) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      file.stream()
          .map(JarEntry::getName)
          .filter(ClassArchive::isOfService)
          .forEach(ClassArchive::loadEntry);
    }
  }

  private static boolean isOfService(String entry) {
    return entry.endsWith(CLASS) && SERVICE.stream().anyMatch(entry::startsWith);
  }

  private static void loadEntry(String entry) {
    String name = entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
    try {
      Class.forName(name, false, ClassArchive.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError ignored) {
      // for a library that is not there: no service loads it either
    }
  }
}
