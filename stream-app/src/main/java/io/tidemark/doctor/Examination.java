package io.tidemark.doctor;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks one thing after the other, and goes on where one has no answer. Not thread-safe. */
public final class Examination {
  private final Consumer<Finding> told;
  private boolean well = true;

  /**
   * An examination that has asked nothing.
   *
   * @param told of each finding, as soon as there is one
   */
  public Examination(Consumer<Finding> told) {
    this.told = told;
  }

  /** Adds what is known. */
  public void add(Finding finding) {
    well &= finding.verdict() != Finding.Verdict.WRONG;
    told.accept(finding);
  }

  /** Adds what {@code question} finds; what it throws is wrong with {@code what}. */
  public void ask(String what, Callable<Finding> question) {
    ask(what, question, Function.identity());
  }

  /**
   * Adds what the answer to a question means.
   *
   * @return the answer; empty where there is none, and what was thrown in its place is wrong
   */
  public <T> Optional<T> ask(String what, Callable<T> question, Function<T, Finding> meaning) {
    try {
      T answer = question.call();
      add(meaning.apply(answer));
      return Optional.of(answer);
    } catch (ExecutionException e) {
      add(wrong(what, e.getCause()));
    } catch (Exception e) {
      add(wrong(what, e));
    }
    return Optional.empty();
  }

  private static Finding wrong(String what, Throwable thrown) {
    return Finding.wrong(
        what, thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
  }

  /** Whether nothing was wrong so far. */
  public boolean isWell() {
    return well;
  }
}
