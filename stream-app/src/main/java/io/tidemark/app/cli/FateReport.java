package io.tidemark.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.quarantine.Fate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says what became of records that were fed again: how many by fate, and which did not come right.
 *
 * @param fates of all, also of those fed by an earlier run
 * @param fed how many this run has fed
 */
record FateReport(List<Fate> fates, long fed) {
  private static final int MOST_LINES = 50;

  void print(PrintWriter out, Path file) {
    out.printf("Fed %,d records, %,d were fed before.%n", fed, before());
    counts().forEach((kind, count) -> out.printf("  %-22s %,d%n", kind.words(), count));
    List<Fate> wrong = fates.stream().filter(fate -> fate.kind() != Fate.Kind.ACCEPTED).toList();
    wrong.stream().limit(MOST_LINES).forEach(fate -> out.println("  " + line(fate)));
    if (wrong.size() > MOST_LINES) {
      out.printf("  and %,d more; --report has all%n", wrong.size() - MOST_LINES);
    }
    if (file != null) {
      write(file);
      out.printf("Wrote what became of each to %s.%n", file);
    }
    out.flush();
  }

  private long before() {
    return fates.stream().filter(fate -> fate.copy() != null).count() - fed;
  }

  private Map<Fate.Kind, Long> counts() {
    return fates.stream()
        .collect(
            Collectors.groupingBy(
                Fate::kind, () -> new EnumMap<>(Fate.Kind.class), Collectors.counting()));
  }

  private static String line(Fate fate) {
    String what = fate.kind().words() + (fate.again() == null ? "" : " as " + fate.again());
    return (fate.place() + " " + fate.source() + " " + what + " " + fate.detail())
        .strip()
        .replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  private void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
      for (Fate fate : fates) {
        out.write(fate.json().toString());
        out.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
