package io.tidemark.kafka.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import io.tidemark.task.CommitPace;
import io.tidemark.task.TaskTiming;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedCommitsTest {
  private static final Duration TICK = Duration.ofMillis(200);

  private final SettableClock wall = new SettableClock();
  private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
  private final PacedCommits commits =
      new PacedCommits(new TaskTiming(ClockMode.WALL, wall, TICK, Duration.ofSeconds(2)));

  @BeforeEach
  void start() {
    commits.start(context);
  }

  @Test
  void whatIsForwardedIsCommittedAtTheNextTickOfTaskThatKeepsUp() {
    read(Duration.ofMillis(20));
    commits.forwarded();
    assertThat(context.committed()).isFalse();
    assertThat(tick()).isTrue();
    assertThat(tick()).as("once").isFalse();
  }

  @Test
  void nothingIsCommittedWhereNothingWasForwarded() {
    read(Duration.ofMillis(20));
    assertThat(tick()).isFalse();
  }

  @Test
  void whatNoRecordCausedIsCommittedAtTheNextTick() {
    commits.forwarded();
    assertThat(tick()).isTrue();
  }

  @Test
  void taskThatIsBehindLeavesCommitsToKafkaStreams() {
    for (int i = 0; i < 20; i++) {
      read(Duration.ofMinutes(1));
      commits.forwarded();
      assertThat(tick()).isFalse();
    }
  }

  @Test
  void taskThatIsBehindByLessThanCommitIntervalWaitsAsLongAsItsRecordsAreOld() {
    commits.forwarded();
    tick();
    commits.forwarded();
    for (int i = 0; i < 3; i++) {
      read(Duration.ofMillis(750));
      assertThat(tick()).as("tick %d", i).isFalse();
    }
    read(Duration.ofMillis(750));
    assertThat(tick()).isTrue();
  }

  @Test
  void revivedTaskCommitsNothingOfTheOneBefore() {
    commits.forwarded();
    commits.start(context);
    assertThat(tick()).isFalse();
  }

  private void read(Duration age) {
    commits.read(wall.instant().minus(age).toEpochMilli());
    step();
  }

  private boolean tick() {
    context.resetCommit();
    wall.advance(TICK);
    punctuate(TICK);
    return context.committed();
  }

  private void step() {
    punctuate(CommitPace.STEP);
  }

  private void punctuate(Duration interval) {
    context.scheduledPunctuators().stream()
        .filter(scheduled -> scheduled.getInterval().equals(interval))
        .forEach(scheduled -> scheduled.getPunctuator().punctuate(wall.millis()));
  }
}
