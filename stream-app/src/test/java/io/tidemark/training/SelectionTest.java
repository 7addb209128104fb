package io.tidemark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant SPLIT = Instant.parse("2026-03-08T00:00:00Z");
  private static final Instant END = Instant.parse("2026-03-10T00:00:00Z");
  private static final Duration WINDOW = Duration.ofDays(1);

  private static Selection selection(boolean toldAtClose, Set<LeftOut> also) {
    return new Selection(
        "ranker",
        Map.of("click", new LabelTerm(WINDOW, toldAtClose)),
        new Split(START, END, List.of(SPLIT), WINDOW),
        END,
        also);
  }

  private static LabelledExample example(Instant time, Maturity maturity, Resolution resolution) {
    return LabelledExample.newBuilder()
        .setRequestId("q")
        .setModel("ranker")
        .setModelVersion("v1")
        .setLabel("click")
        .setPredictionTime(time)
        .setResolution(resolution)
        .setMaturity(maturity)
        .build();
  }

  private static LabelledExample decided(Instant time) {
    return example(time, Maturity.FINAL, Resolution.OUTCOME);
  }

  private static String where(Selection selection, LabelledExample example) {
    Selection.Choice choice = selection.choose(example);
    return choice.part() == null ? choice.why().name() : choice.part().name();
  }

  @Test
  void edgesOfFilesAreTheFirstInstantsOfTheNext() {
    Selection selection = selection(true, Set.of());
    Instant embargo = SPLIT.minus(WINDOW);
    assertThat(where(selection, decided(START.minusMillis(1)))).isEqualTo("PERIOD");
    assertThat(where(selection, decided(START))).isEqualTo("train");
    assertThat(where(selection, decided(embargo.minusMillis(1)))).isEqualTo("train");
    assertThat(where(selection, decided(embargo))).isEqualTo("EMBARGO");
    assertThat(where(selection, decided(SPLIT.minusMillis(1)))).isEqualTo("EMBARGO");
    assertThat(where(selection, decided(SPLIT))).isEqualTo("test");
    assertThat(where(selection, decided(END.minusMillis(1)))).isEqualTo("test");
    assertThat(where(selection, decided(END))).isEqualTo("PERIOD");
  }

  @Test
  void noLabelOfAnEarlierFileWasLearntInALaterOnesTime() {
    Selection selection = selection(true, Set.of());
    for (Instant time = START; time.isBefore(SPLIT); time = time.plus(Duration.ofMinutes(7))) {
      if (where(selection, decided(time)).equals("train")) {
        assertThat(time.plus(WINDOW)).isBeforeOrEqualTo(SPLIT);
      }
    }
  }

  @Test
  void whileAWindowIsOpenItsPositivesAreLeftOut() {
    LabelledExample early = example(START, Maturity.PROVISIONAL, Resolution.OUTCOME);
    LabelledExample late =
        example(END.minus(WINDOW).plusMillis(1), Maturity.PROVISIONAL, Resolution.OUTCOME);
    assertThat(where(selection(true, Set.of()), early)).isEqualTo("OPEN");
    assertThat(where(selection(true, Set.of(LeftOut.OPEN)), early)).isEqualTo("train");
    assertThat(where(selection(false, Set.of()), early)).isEqualTo("train");
    assertThat(where(selection(false, Set.of()), late)).isEqualTo("OPEN");
    assertThat(where(selection(false, Set.of()), example(START, Maturity.LATE, Resolution.OUTCOME)))
        .isEqualTo("train");
  }

  @Test
  void unlabelledOnesAreKeptWhereTheyAreWanted() {
    LabelledExample none = example(START, Maturity.FINAL, Resolution.UNLABELLED);
    assertThat(where(selection(true, Set.of()), none)).isEqualTo("UNLABELLED");
    assertThat(where(selection(true, Set.of(LeftOut.UNLABELLED)), none)).isEqualTo("train");
  }

  @Test
  void othersModelsAndLabelsAreNotConcerned() {
    Selection selection = selection(true, Set.of());
    assertThat(selection.concerns(decided(START))).isTrue();
    LabelledExample other = decided(START);
    other.setLabel("purchase");
    assertThat(selection.concerns(other)).isFalse();
    LabelledExample model = decided(START);
    model.setModel("other");
    assertThat(selection.concerns(model)).isFalse();
  }

  @Test
  void aFileWithoutTimeIsRefused() {
    assertThatThrownBy(() -> new Split(START, END, List.of(SPLIT), Duration.ofDays(7)))
        .hasMessageContaining("No time is left for train");
    assertThatThrownBy(() -> new Split(START, END, List.of(END), Duration.ZERO))
        .hasMessageContaining("No time is left for test");
    assertThatThrownBy(() -> new Split(END, START, List.of(), Duration.ZERO))
        .hasMessageContaining("No time is left for examples");
    assertThatThrownBy(() -> new Split(START, END, List.of(SPLIT, SPLIT, SPLIT), Duration.ZERO))
        .hasMessageContaining("two times at most");
    assertThat(new Split(START, END, List.of(START.plusSeconds(9), SPLIT), Duration.ZERO).parts())
        .extracting(Part::name)
        .containsExactly("train", "validation", "test");
  }
}
