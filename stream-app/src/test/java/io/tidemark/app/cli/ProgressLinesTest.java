package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.Progress.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private static final Unit KIB = new Unit("KiB", 1024);
  private static final Unit RECORDS = new Unit("records", 1);

  private final List<String> lines = new ArrayList<>();

  private ProgressLines lines(long total, Unit unit) {
    return new ProgressLines("orders.csv", total, unit, lines::add);
  }

  @Test
  void everyTenthIsOneLine() {
    try (ProgressLines progress = lines(1024 * 1024, KIB)) {
      for (int step = 0; step <= 1024 * 1024; step += 100) {
        progress.reach(step);
      }
      progress.reach(1024 * 1024);
    }
    assertThat(lines)
        .hasSize(10)
        .startsWith("orders.csv: 10% (103 of 1,024 KiB)")
        .endsWith("orders.csv: 100% (1,024 of 1,024 KiB)")
        .noneMatch(line -> line.contains("\r"));
  }

  @Test
  void smallFileIsOfOneKibibyte() {
    try (ProgressLines progress = lines(90, KIB)) {
      progress.reach(90);
    }
    assertThat(lines).containsExactly("orders.csv: 100% (1 of 1 KiB)");
  }

  @Test
  void shortTaskIsOneLine() {
    try (ProgressLines progress = lines(3, RECORDS)) {
      progress.reach(3);
      progress.reach(2);
    }
    assertThat(lines).containsExactly("orders.csv: 100% (3 of 3 records)");
  }

  @Test
  void unknownTotalIsToldAtBeginAndEnd() {
    try (ProgressLines progress = lines(-1, RECORDS)) {
      for (int step = 1; step <= 12_345; step++) {
        progress.reach(step);
      }
    }
    assertThat(lines)
        .containsExactly("orders.csv: begins", "orders.csv: ended after 12,345 records");
  }

  @Test
  void totalMayBecomeKnown() {
    try (ProgressLines progress = lines(-1, RECORDS)) {
      progress.total(2);
      progress.reach(1);
      progress.reach(2);
    }
    assertThat(lines)
        .containsExactly(
            "orders.csv: begins",
            "orders.csv: 50% (1 of 2 records)",
            "orders.csv: 100% (2 of 2 records)");
  }

  @Test
  void taskThatEndsEarlySaysWhere() {
    try (ProgressLines progress = lines(1_000, RECORDS)) {
      progress.note("drifted");
      progress.reach(510);
    }
    assertThat(lines)
        .containsExactly(
            "orders.csv: 50% (510 of 1,000 records, drifted)",
            "orders.csv: ended after 510 records");
  }

  @Test
  void nothingToDoIsALine() {
    lines(0, RECORDS).close();
    assertThat(lines).containsExactly("orders.csv: ended after 0 records");
  }

  @Test
  void outputOfATestIsNoTerminal() {
    try (Progress progress = Progress.of("task", 1, RECORDS)) {
      assertThat(progress).isInstanceOf(ProgressLines.class);
    }
  }
}
