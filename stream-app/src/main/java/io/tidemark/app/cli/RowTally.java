package io.tidemark.app.cli;

import io.tidemark.replay.Remarks;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of the rows read. */
final class RowTally {
  /** Reasons told apart; of a file of another form every row may have one of its own. */
  private static final int MAX_REASONS = 20;

  private static final String OTHER_REASONS = "other reasons";

  long records;
  long leftOut;
  long sentRaw;
  private final Map<String, Long> rejected = new HashMap<>();
  private final Map<Remarks.Remark, Long> remarks = new EnumMap<>(Remarks.Remark.class);

  void reject(String reason) {
    boolean known = rejected.size() < MAX_REASONS || rejected.containsKey(reason);
    rejected.merge(known ? reason : OTHER_REASONS, 1L, Long::sum);
  }

  long rejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Adds what was noticed about the rows of one file. */
  void add(Remarks noticed) {
    for (Remarks.Remark remark : Remarks.Remark.values()) {
      remarks.merge(remark, noticed.count(remark), Long::sum);
    }
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(String.format("%,d records, %,d rejected", records, rejected()));
    if (!rejected.isEmpty()) {
      text.append(" (").append(String.join("; ", reasons())).append(')');
    }
    append(text, leftOut, "left out by --where");
    append(text, sentRaw, "sent as they are, for quarantine");
    remarks.forEach((remark, count) -> append(text, count, remark.text()));
    return text.toString();
  }

  /** Most frequent first, equal ones by their text. */
  private List<String> reasons() {
    return rejected.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(reason -> String.format("%,d %s", reason.getValue(), reason.getKey()))
        .toList();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(String.format(", %,d %s", count, what));
    }
  }
}
