package io.tidemark.app.cli;

import io.tidemark.kafka.training.LabelledTopic;
import io.tidemark.training.LeftOut;
import io.tidemark.training.file.TrainingFiles;
import io.tidemark.training.file.WrittenFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an export says of itself on the terminal. */
record ExportReport(PrintWriter out) {

  void print(Path folder, TrainingFiles.Outcome outcome, LabelledTopic examples) {
    for (WrittenFile file : outcome.files()) {
      out.printf(
          "%s: %,d examples%n", folder.resolve(file.name()), outcome.tally().rows(file.part()));
      outcome
          .tally()
          .of(file.part())
          .forEach(
              (label, count) ->
                  out.printf(
                      "  %-20s %,d, of them %,d not 0%n", label, count.rows(), count.nonZero()));
    }
    List<String> reasons =
        outcome.tally().leftOut().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(ExportReport::words)
            .toList();
    if (!reasons.isEmpty()) {
      out.printf("Left out: %s.%n", String.join(", ", reasons));
    }
    warn(examples);
    out.flush();
  }

  private static String words(Map.Entry<LeftOut, Long> entry) {
    String what =
        switch (entry.getKey()) {
          case PERIOD -> "outside the period";
          case EMBARGO -> "under the embargo";
          case OPEN -> "not decided then";
          case UNLABELLED -> "unlabelled";
          case SAMPLED -> "for which another negative stands";
        };
    return String.format(Locale.ROOT, "%,d %s", entry.getValue(), what);
  }

  private void warn(LabelledTopic examples) {
    if (examples.compacted() > 0) {
      out.printf(
          "Left out: %,d of which the topic does not have what was known then.%n",
          examples.compacted());
    }
    if (examples.foreign() > 0) {
      out.printf("Passed over: %,d records that are no labelled examples.%n", examples.foreign());
    }
    if (examples.producersTime() > 0) {
      out.println(
          "The topic has times of producers, not of when examples were written: what was known when"
              + " goes by those. Set message.timestamp.type=LogAppendTime on it.");
    }
  }
}
