package io.tidemark.join;

/** What the join says about one label of one prediction. */
public sealed interface Emission {
  /** The prediction, with its payload as logged. */
  Prediction prediction();

  /** The label's name. */
  String label();

  /**
   * For how many examples one of this label stands where its value is 0: 1, or more where others
   * are left out for it, or 0 where it is left out. The same in all that is said of the label.
   */
  double negativeWeight();

  /**
   * Outcomes have decided the label, or decided it anew, or its window has closed on what they
   * decided.
   *
   * @param standing the label from now on
   * @param retracted what it replaces, or {@code null} at revision 0: whoever keeps sums subtracts
   *     this and adds {@code standing}
   * @param provisional whether the window is still open, so that a revision may follow
   */
  record Labelled(
      Prediction prediction,
      String label,
      Standing standing,
      Standing retracted,
      boolean provisional,
      double negativeWeight)
      implements Emission {

    /** Of a label that leaves nothing out. */
    public Labelled(
        Prediction prediction,
        String label,
        Standing standing,
        Standing retracted,
        boolean provisional) {
      this(prediction, label, standing, retracted, provisional, 1);
    }

    /** How many examples have told of the label before. */
    public int revision() {
      return standing.told() - 1;
    }

    /**
     * From the prediction to the outcome, milliseconds; negative where the outcome's clock lies
     * before the prediction's.
     */
    public long delayMs() {
      return standing.timeMs() - prediction.timeMs();
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
  record Corrected(
      Prediction prediction,
      String label,
      Standing standing,
      Standing retracted,
      Silence silence,
      double negativeWeight)
      implements Emission {

    /** Of a label that leaves nothing out. */
    public Corrected(
        Prediction prediction,
        String label,
        Standing standing,
        Standing retracted,
        Silence silence) {
      this(prediction, label, standing, retracted, silence, 1);
    }

    /** How many examples have told of the label before. */
    public int revision() {
      return standing.told() - 1;
    }

    /** From the prediction to the outcome, milliseconds, signed. */
    public long delayMs() {
      return standing.timeMs() - prediction.timeMs();
    }
  }

  /**
   * The window ended without an outcome, which the definition takes as negative.
   *
   * @param silence what that is worth and weighs
   */
  record TimedOut(Prediction prediction, String label, Silence silence, double negativeWeight)
      implements Emission {

    /** A negative that is worth 0, weighs 1 and stands for itself. */
    public TimedOut(Prediction prediction, String label) {
      this(prediction, label, Silence.USUAL, 1);
    }
  }

  /** The window ended without an outcome, and the definition draws no conclusion from that. */
  record Unlabelled(Prediction prediction, String label) implements Emission {
    @Override
    public double negativeWeight() {
      return 1;
    }
  }
}
