package io.tidemark.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far a start has come: its step, since when, and what that waits for. Thread-safe. */
final class StartProgress {
  private final Clock wall;
  private final Map<String, Duration> took = new LinkedHashMap<>();
  private Step step;

  /** What is done since when, and why it is not done yet where that is known. */
  private record Step(String what, Instant since, Optional<String> why) {}

  /** A start that has just begun. */
  StartProgress(Clock wall) {
    this.wall = wall;
    this.step = new Step("settings", wall.instant(), Optional.empty());
  }

  /** The step before is done, this one begins. */
  synchronized void step(String what) {
    over();
    step = new Step(what, wall.instant(), Optional.empty());
  }

  /** Why the step goes on. */
  synchronized void waitsBecause(String why) {
    step = new Step(step.what(), step.since(), Optional.of(why));
  }

  /**
   * Everything has started.
   *
   * @return how long each step took, in their order
   */
  synchronized Map<String, Duration> done() {
    over();
    step = null;
    return new LinkedHashMap<>(took);
  }

  /** How long steps took, for people. */
  static String text(Map<String, Duration> steps) {
    return steps.entrySet().stream()
        .map(e -> "%s %.1f s".formatted(e.getKey(), e.getValue().toMillis() / 1e3))
        .collect(Collectors.joining(", "));
  }

  private void over() {
    took.merge(step.what(), Duration.between(step.since(), wall.instant()), Duration::plus);
  }

  /** What the start does at the moment, since when and why still; empty when it is over. */
  synchronized Optional<String> unfinished() {
    return Optional.ofNullable(step)
        .map(at -> at.what() + " since " + at.since() + at.why().map(why -> ": " + why).orElse(""));
  }
}
