package io.tidemark.app.cli;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.Removal;
import io.tidemark.records.ErasureAnswers;
import java.io.PrintWriter;

/**
 * The receipts of an erasure, for people.
 *
 * @param answers what has come of them
 */
record ErasureReport(ErasureAnswers answers) {
  void print(PrintWriter out) {
    answers.receipts().forEach(receipt -> print(receipt, out));
    answers.receipts().stream()
        .flatMap(receipt -> receipt.getKept().stream())
        .distinct()
        .forEach(kept -> out.printf("  kept: %s%n", kept));
    out.println(conclusion());
    out.flush();
  }

  private static void print(ErasureReceipt receipt, PrintWriter out) {
    out.printf(
        "%s %d of %d: %s at %s%n",
        receipt.getStage(),
        receipt.getPart() + 1,
        receipt.getParts(),
        receipt.getStatus(),
        receipt.getCompletedAt());
    for (Removal removal : receipt.getRemovals()) {
      String partition = removal.getPartition() == null ? "" : "/" + removal.getPartition();
      out.printf("  removed: %s%s: %d%n", removal.getPlace(), partition, removal.getItems());
    }
    if (receipt.getDetail() != null) {
      out.printf("  %s%n", receipt.getDetail());
    }
  }

  private String conclusion() {
    return switch (answers.state()) {
      case COMPLETE -> "Erased.";
      case NOT_FOUND -> "There was nothing.";
      case REFUSED -> "Nothing was done.";
      case FAILED -> "Something is left: it is tried again, and a receipt says when it is gone.";
      case WAITING ->
          "No receipt yet: the request stays on its topic, and is carried out when the service of"
              + " that namespace runs.";
    };
  }
}
