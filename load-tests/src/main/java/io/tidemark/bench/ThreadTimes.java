package io.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processor seconds by kind of thread, from Linux, which keeps the first fifteen letters of a name:
 * what the compiler, the collector, the stream threads and the client of Redis each take.
 */
final class ThreadTimes {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;
  private static final int SHOWN = 12;

  private ThreadTimes() {}

  /** Threads that still run, the busiest first; empty where there is no such file system. */
  static String of(long pid) {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(tasks)) {
      return "";
    }
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : all.toList()) {
        add(Files.readString(task.resolve("stat")), seconds);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** A name may hold blanks and stands in brackets; the rest are numbers. */
  private static void add(String stat, Map<String, Double> seconds) {
    int end = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[#\\d]+$", "");
    List<String> rest = List.of(stat.substring(end + 1).strip().split(" ", -1));
    double ticks =
        Double.parseDouble(rest.get(USER_TIME)) + Double.parseDouble(rest.get(USER_TIME + 1));
    seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
  }
}
