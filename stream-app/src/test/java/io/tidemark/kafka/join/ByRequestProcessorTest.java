package io.tidemark.kafka.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.progress.CaughtUp;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.records.LoggedOutcome;
import io.tidemark.task.TaskTiming;
import io.tidemark.wire.WireFormat;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class ByRequestProcessorTest {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final byte[] WIRE = {0, 0, 0, 0, 7, 42};
  private static final byte[] BESIDES = {1, 2};

  private final SettableClock wall = new SettableClock();
  private final MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
  private final ByRequestProcessor<LoggedOutcome> processor =
      new ByRequestProcessor<>(
          LoggedOutcome::requestId,
          LoggedOutcome::wire,
          (outcome, arrivedMs) -> outcome.source().get(),
          new PacedCommits(new TaskTiming(ClockMode.WALL, wall, TICK, Duration.ofSeconds(2))),
          new CaughtUp(wall));

  @Test
  void whatWasLoggedGoesOnByRequestAndIsCommittedAtTheNextTick() {
    processor.init(context);
    RecordHeaders headers = new RecordHeaders();
    headers.add(WireFormat.VALUE_SCHEMA_HEADER, new byte[] {0, 0, 0, 0, 7});
    headers.add(TraceHeaders.PARENT, new byte[] {'p'}).add("other", new byte[] {1});
    processor.process(
        new Record<>(
            null, new LoggedOutcome("r", 0, WIRE, () -> BESIDES), wall.millis() - 30, headers));
    Record<?, ?> sent = context.forwarded().get(0).record();
    assertThat(sent.key()).isEqualTo("r");
    assertThat(sent.value()).isEqualTo(WIRE);
    assertThat(sent.timestamp()).isEqualTo(wall.millis() - 30);
    assertThat(sent.headers()).isEqualTo(TraceHeaders.write("p").add("tidemark_source", BESIDES));
    assertThat(context.committed()).isFalse();
    context.scheduledPunctuators().forEach(p -> p.getPunctuator().punctuate(wall.millis()));
    assertThat(context.committed()).isTrue();
  }
}
