package io.tidemark.kafka.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaAnswersTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final ScriptedRegistry registry = new ScriptedRegistry();
  private final SettableClock clock = new SettableClock();
  private final SchemaAnswers answers =
      new SchemaAnswers(registry, new PrometheusExport().metrics().registry(), clock);

  @AfterEach
  void stop() {
    answers.close();
  }

  @Test
  void knownIdIsAskedForOnce() {
    registry.put(7);
    for (int i = 0; i < 100; i++) {
      assertThat(answers.has(new SchemaKey.Id(7), LONG)).isTrue();
      assertThat(answers.schema(new SchemaKey.Id(7))).isEqualTo(ScriptedRegistry.SCHEMA);
    }
    clock.advance(Duration.ofDays(1));
    assertThat(answers.has(new SchemaKey.Id(7), Duration.ZERO)).isTrue();
    assertThat(registry.asked(7)).isEqualTo(1);
  }

  @Test
  void manyQuestionsAboutAMissingIdAreOneRequest() {
    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, 200)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> answers.has(new SchemaKey.Id(9), LONG)))
            .toList();
    all.forEach(question -> assertThat(question.join()).isTrue());

    assertThatThrownBy(() -> answers.schema(new SchemaKey.Id(9)))
        .isInstanceOf(SchemaNotFoundException.class)
        .hasMessageContaining("9");
    assertThat(registry.asked(9)).isEqualTo(1);
  }

  @Test
  void idRegisteredLateIsFoundAfterAWhile() {
    assertThat(answers.has(new SchemaKey.Id(9), LONG)).isTrue();
    registry.put(9);
    clock.advance(SchemaAnswers.MISSING_TTL);
    assertThat(answers.has(new SchemaKey.Id(9), LONG)).isTrue();
    assertThatThrownBy(() -> answers.schema(new SchemaKey.Id(9)))
        .isInstanceOf(SchemaNotFoundException.class);

    clock.advance(Duration.ofMillis(1));
    assertThat(answers.has(new SchemaKey.Id(9), LONG)).isTrue();
    assertThat(answers.schema(new SchemaKey.Id(9))).isEqualTo(ScriptedRegistry.SCHEMA);
    assertThat(registry.asked(9)).isEqualTo(2);
  }

  @Test
  void whyThereIsNoSchemaIsRemembered() {
    SchemaKey guid = new SchemaKey.Guid(new UUID(1, 2));
    assertThat(answers.has(guid, LONG)).isTrue();

    assertThatThrownBy(() -> answers.schema(guid))
        .asInstanceOf(type(SchemaNotFoundException.class))
        .returns(SchemaNotFoundException.Why.NO_GUIDS, SchemaNotFoundException::why)
        .satisfies(e -> assertThat(e).hasMessageContaining("GUID"));
  }

  @Test
  void outageIsNoAnswerAndEndsByItself() {
    registry.down(true);
    assertThat(answers.has(new SchemaKey.Id(7), Duration.ofMillis(300))).isFalse();
    await().until(() -> answers.outage().isPresent());
    assertThat(answers.outage().orElseThrow()).contains("down");
    assertThatThrownBy(() -> answers.schema(new SchemaKey.Id(7)))
        .isInstanceOf(RegistryUnavailableException.class);

    registry.put(7);
    registry.down(false);
    await().until(() -> answers.has(new SchemaKey.Id(7), Duration.ofMillis(100)));
    assertThat(answers.outage()).isEmpty();
    assertThat(answers.schema(new SchemaKey.Id(7))).isEqualTo(ScriptedRegistry.SCHEMA);
  }

  /** A record that was let in is decoded later; the registry may be gone by then. */
  @Test
  void answerOfARecordLetInOutlivesItsTimeToLive() {
    assertThat(answers.has(new SchemaKey.Id(9), LONG)).isTrue();
    registry.down(true);
    clock.advance(SchemaAnswers.MISSING_TTL.plusMillis(1));
    assertThat(answers.has(new SchemaKey.Id(9), Duration.ofMillis(50)))
        .as("for a new record")
        .isFalse();

    assertThatThrownBy(() -> answers.schema(new SchemaKey.Id(9)))
        .isInstanceOf(SchemaNotFoundException.class);
  }

  @Test
  void failureThatIsNotTheRegistrysIsRetriedToo() {
    registry.breakOnce(new IllegalStateException("cannot parse"));
    registry.put(7);

    assertThat(answers.has(new SchemaKey.Id(7), LONG)).isTrue();
    assertThat(answers.outage()).isEmpty();
  }

  @Test
  void slowAnswerIsWaitedForWhereNoGateStandsInFront() {
    registry.put(7);
    registry.hold();
    CompletableFuture<Object> decoded =
        CompletableFuture.supplyAsync(() -> answers.schema(new SchemaKey.Id(7)));
    await().until(() -> registry.asked(7) == 1);
    assertThat(answers.has(new SchemaKey.Id(7), Duration.ofMillis(250))).isFalse();
    registry.release();

    assertThat(decoded.join()).isEqualTo(ScriptedRegistry.SCHEMA);
  }
}
