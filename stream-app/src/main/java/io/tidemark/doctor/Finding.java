package io.tidemark.doctor;

/**
 * What was found about one thing. Immutable.
 *
 * @param what the thing: the key of the setting that changes it, or a word
 * @param text what was found, and where it is not well, what to do
 */
public record Finding(String what, Verdict verdict, String text) {

  /** How well it is. */
  public enum Verdict {
    OK,
    /** Well if it is meant: somebody has to know. */
    NOTE,
    /** A service would not start, or not do all that it should. */
    WRONG
  }

  public static Finding ok(String what, String text) {
    return new Finding(what, Verdict.OK, text);
  }

  public static Finding note(String what, String text) {
    return new Finding(what, Verdict.NOTE, text);
  }

  public static Finding wrong(String what, String text) {
    return new Finding(what, Verdict.WRONG, text);
  }
}
