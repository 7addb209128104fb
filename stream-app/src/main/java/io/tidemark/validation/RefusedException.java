package io.tidemark.validation;

/** Ends the checks of one record; never leaves this package and carries no stack trace. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Verdict.Quarantined verdict;

  RefusedException(Reason reason, String rule, String detail) {
    super(detail, null, false, false);
    this.verdict = new Verdict.Quarantined(reason, rule, detail);
  }

  Verdict.Quarantined verdict() {
    return verdict;
  }
}
