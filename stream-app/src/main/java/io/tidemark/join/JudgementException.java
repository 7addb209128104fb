package io.tidemark.join;

/** An outcome could not be judged for a label; the message says why. */
public final class JudgementException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String label;

  JudgementException(String label, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.label = label;
  }

  /** The label whose rule failed. */
  public String label() {
    return label;
  }
}
