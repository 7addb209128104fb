package io.tidemark.join;

/** What one outcome says about one label. An outcome that says nothing carries no judgement. */
public enum Evidence {
  /** It happened: the label's negative condition holds, and the positive one does not. */
  NEGATIVE,
  /** It happened: the label's positive condition holds. */
  POSITIVE,
  /** It happened, and the label's rule could not judge it. */
  UNJUDGED;

  /** The value of a label that declares none. */
  double usualValue() {
    return this == POSITIVE ? 1.0 : 0.0;
  }
}
