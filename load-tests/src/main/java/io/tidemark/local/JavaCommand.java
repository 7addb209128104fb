package io.tidemark.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a small JVM like the one that runs, quick to start. */
final class JavaCommand {

  private static final int NATIVE_ACCESS_NEEDS_LEAVE = 22;

  private final List<String> words = new ArrayList<>();

  private JavaCommand(int heapMb) {
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx" + heapMb + "m");
    words.add("-XX:+ExitOnOutOfMemoryError");
    if (Runtime.version().feature() >= NATIVE_ACCESS_NEEDS_LEAVE) {
      words.add("--enable-native-access=ALL-UNNAMED");
    }
  }

  static JavaCommand withHeapMb(int heapMb) {
    return new JavaCommand(heapMb);
  }

  /**
   * Serial collector and first compiler only: half the start time, for servers under little load.
   */
  JavaCommand quickStart() {
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    return this;
  }

  /** The flags the service starts with; those of {@link #flags} come after them and win. */
  JavaCommand asService() {
    words.add("@" + BuiltFiles.serviceFlags());
    return this;
  }

  JavaCommand property(String key, Object value) {
    words.add("-D" + key + "=" + value);
    return this;
  }

  JavaCommand flags(List<String> flags) {
    words.addAll(flags);
    return this;
  }

  /** Ends the command with a main class of this process's own class path. */
  List<String> mainClass(Class<?> main, Object... arguments) {
    return mainClass(System.getProperty("java.class.path"), main.getName(), arguments);
  }

  /** Ends the command with a main class of another class path. */
  List<String> mainClass(String classPath, String main, Object... arguments) {
    words.addAll(List.of("-cp", classPath, main));
    return with(arguments);
  }

  /** Ends the command with a program in source that sees this process's own class path. */
  List<String> source(Path file) {
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), file.toString()));
    return with();
  }

  /**
   * Ends the command with the service's jar, whose classes need no reading where its archive is.
   */
  List<String> service(Object... arguments) {
    words.add("-XX:SharedArchiveFile=" + BuiltFiles.classArchive());
    words.add("-Xlog:cds*=off");
    return jar(BuiltFiles.serviceJar(), arguments);
  }

  /** Ends the command with a runnable jar. */
  List<String> jar(Path jar, Object... arguments) {
    words.addAll(List.of("-jar", jar.toString()));
    return with(arguments);
  }

  private List<String> with(Object... arguments) {
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return List.copyOf(words);
  }
}
