package io.tidemark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private final List<Finding> told = new ArrayList<>();
  private final Examination examination = new Examination(told::add);

  @Test
  void tellsWhatAnAnswerMeans() {
    assertThat(examination.ask("a", () -> 3, n -> Finding.note("a", n + " of them"))).contains(3);

    assertThat(told).containsExactly(Finding.note("a", "3 of them"));
    assertThat(examination.isWell()).isTrue();
  }

  @Test
  void goesOnWhereThereIsNoAnswer() {
    examination.ask(
        "a",
        () -> {
          throw new IllegalStateException("nobody answers");
        });
    examination.ask("b", () -> Finding.ok("b", "well"));

    assertThat(told).containsExactly(Finding.wrong("a", "nobody answers"), Finding.ok("b", "well"));
    assertThat(examination.isWell()).isFalse();
  }

  @Test
  void whatAnAnswerFailedWithIsToldAndNotThatItFailed() {
    examination.ask(
        "a", CompletableFuture.failedFuture(new IllegalStateException("no"))::get, x -> null);

    assertThat(told).containsExactly(Finding.wrong("a", "no"));
  }

  @Test
  void anErrorWithoutAMessageSaysItsName() {
    examination.ask(
        "a",
        () -> {
          throw new IllegalStateException();
        });

    assertThat(told).containsExactly(Finding.wrong("a", "java.lang.IllegalStateException"));
  }
}
