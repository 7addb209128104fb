package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.http.CheckResult;
import io.tidemark.monitoring.metrics.PrometheusExport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock WALL = Clock.fixed(NOW, ZoneOffset.UTC);

  private final PrometheusExport export = new PrometheusExport();
  private final StartProgress progress = new StartProgress(WALL);
  private final Readiness readiness = new Readiness(export.metrics().http(), WALL, progress);

  @AfterEach
  void close() {
    readiness.close();
    export.close();
  }

  @Test
  void gaugeFollowsAlthoughNobodyAsks() {
    AtomicReference<String> problem = new AtomicReference<>();
    readiness.add("redis", () -> Optional.ofNullable(problem.get()));
    readiness.begin();
    await().until(() -> export.scrape().contains("tidemark_ready{check=\"redis\"} 1.0"));

    problem.set("frozen");
    await().until(() -> export.scrape().contains("tidemark_ready{check=\"redis\"} 0.0"));

    problem.set(null);
    await().until(() -> export.scrape().contains("tidemark_ready{check=\"redis\"} 1.0"));
  }

  @Test
  void startSaysWhatItWaitsForSinceWhen() {
    progress.step("Redis");
    progress.waitsBecause("Connection refused");
    readiness.checkAll();
    assertThat(readiness.checks().get(0).check())
        .isEqualTo(
            new CheckResult(
                "start", false, "Redis since " + NOW + ": Connection refused", NOW.toString()));

    assertThat(StartProgress.text(progress.done())).isEqualTo("settings 0.0 s, Redis 0.0 s");
    readiness.checkAll();
    assertThat(readiness.checks().get(0).check().ok()).isTrue();
  }

  @Test
  void checkThatHasNotRunDoesNotPass() {
    readiness.add("redis", Optional::empty);
    assertThat(readiness.checks().get(1).check().ok()).isFalse();
    assertThat(readiness.checks().get(1).check().detail()).isEqualTo("not checked yet");
  }

  @Test
  void checkThatThrowsDoesNotPassAndTheOthersRun() {
    readiness.add(
        "broken",
        () -> {
          throw new IllegalStateException("no such thing");
        });
    readiness.add(
        "note",
        Optional::empty,
        () -> {
          throw new IllegalStateException("no such note");
        });
    readiness.add("redis", Optional::empty);
    readiness.checkAll();
    assertThat(readiness.checks().get(1).check().detail()).contains("no such thing");
    assertThat(readiness.checks().get(2).check().detail()).contains("no such note");
    assertThat(readiness.checks().get(3).check().ok()).isTrue();
  }

  @Test
  void whatWasFoundTooLongAgoIsNotBelieved() {
    AtomicLong nanos = new AtomicLong();
    TimedCheck check = new TimedCheck("redis", Optional::empty, Optional::empty, WALL, nanos::get);
    check.run();
    nanos.set(TimedCheck.BELIEVED.toNanos());
    assertThat(check.check().ok()).isTrue();

    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(check.check().ok()).isFalse();
    assertThat(check.check().detail()).isEqualTo("no answer for 10 s");
  }

  @Test
  void sinceIsWhenItBeganToFail() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    Clock moving =
        new Clock() {
          @Override
          public Instant instant() {
            return now.get();
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
    TimedCheck check = new TimedCheck("redis", problem::get, Optional::empty, moving, () -> 0);
    check.run();
    problem.set(Optional.of("away"));
    now.set(NOW.plusSeconds(5));
    check.run();
    now.set(NOW.plusSeconds(9));
    check.run();
    assertThat(check.check().since()).isEqualTo(NOW.plusSeconds(5).toString());
  }
}
