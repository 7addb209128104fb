package io.tidemark.app.cli;

import java.util.function.Consumer;

/**
 * A line for each tenth of a task, or one at its begin and one at its end where nobody knows how
 * long it is. For one thread.
 */
final class ProgressLines implements Progress {
  private static final int PARTS = 10;

  private final String task;
  private final Unit unit;
  private final Consumer<String> out;
  private long total;
  private long steps;
  private long shownTenths;
  private String note = "";

  ProgressLines(String task, long total, Unit unit, Consumer<String> out) {
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.out = out;
    if (total < 0) {
      out.accept(task + ": begins");
    }
  }

  @Override
  public void total(long all) {
    total = all;
    showTenth();
  }

  @Override
  public void reach(long reached) {
    steps = Math.max(steps, reached);
    showTenth();
  }

  @Override
  public void note(String text) {
    note = text;
  }

  private void showTenth() {
    long tenths = total > 0 ? (long) (Math.min(1.0, (double) steps / total) * PARTS) : 0;
    if (tenths > shownTenths) {
      shownTenths = tenths;
      String what = note.isEmpty() ? "" : ", " + note;
      out.accept("%s: %d%% (%s of %s%s)".formatted(task, tenths * PARTS, of(steps), all(), what));
    }
  }

  /** Rounded up: of a small file none would be read. */
  private String of(long amount) {
    return "%,d".formatted((amount + unit.size() - 1) / unit.size());
  }

  private String all() {
    return of(total) + " " + unit.name();
  }

  /** The last tenth has said so already. */
  @Override
  public void close() {
    if (shownTenths < PARTS) {
      out.accept("%s: ended after %s %s".formatted(task, of(steps), unit.name()));
    }
  }
}
