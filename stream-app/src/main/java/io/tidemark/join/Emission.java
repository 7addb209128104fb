package io.tidemark.join;

/** What the join says about one label of one prediction. */
public sealed interface Emission {
  /** Of which label it is said, and what it rests on. */
  Said said();

  /** The prediction, with its payload as logged. */
  default Prediction prediction() {
    return said().prediction();
  }

  /** The label's name. */
  default String label() {
    return said().label();
  }

  /**
   * Outcomes have decided the label, or decided it anew, or its window has closed on what they
   * decided.
   *
   * @param standing the label from now on
   * @param retracted what it replaces, or {@code null} at revision 0: whoever keeps sums subtracts
   *     this and adds {@code standing}
   * @param provisional whether the window is still open, so that a revision may follow
   */
  record Labelled(Said said, Standing standing, Standing retracted, boolean provisional)
      implements Emission {

    /** How many examples have told of the label before. */
    public int revision() {
      return standing.told() - 1;
    }

    /**
     * From the prediction to the outcome, milliseconds; negative where the outcome's clock lies
     * before the prediction's.
     */
    public long delayMs() {
      return standing.timeMs() - prediction().timeMs();
    }
  }

  /**
   * Outcomes that came after the close, inside the late horizon, say something else than was said
   * of the label.
   *
   * @param standing the label from now on
   * @param retracted what it replaces, or {@code null} where no outcome had decided anything
   * @param silence what was said then, or {@code null} where it was unlabelled
   */
  record Corrected(Said said, Standing standing, Standing retracted, Silence silence)
      implements Emission {

    /** How many examples have told of the label before. */
    public int revision() {
      return standing.told() - 1;
    }

    /** From the prediction to the outcome, milliseconds, signed. */
    public long delayMs() {
      return standing.timeMs() - prediction().timeMs();
    }
  }

  /**
   * The window ended without an outcome, which the definition takes as negative.
   *
   * @param silence what that is worth and weighs
   */
  record TimedOut(Said said, Silence silence) implements Emission {}

  /** The window ended without an outcome, and the definition draws no conclusion from that. */
  record Unlabelled(Said said) implements Emission {}
}
