package io.tidemark.testkit.cases;

import io.tidemark.definition.Position;
import io.tidemark.testkit.EventVerdict;
import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading;
import io.tidemark.testkit.FeatureScenario;
import io.tidemark.testkit.cases.CaseResult.Failure;
import io.tidemark.testkit.cases.Step.Advance;
import io.tidemark.testkit.cases.Step.Arrival;
import io.tidemark.testkit.cases.Step.Expectation;
import io.tidemark.testkit.cases.Step.ExpectedValue;
import io.tidemark.testkit.cases.Step.ExpectedVerdict;
import io.tidemark.testkit.cases.Step.LabelExpectation;
import io.tidemark.testkit.cases.Step.Logged;
import io.tidemark.testkit.cases.Step.To;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs one case to its end, whatever fails on the way. Not thread-safe; one use. */
public final class CaseRun {
  private final FeatureScenario scenario;
  private final List<Failure> failures = new ArrayList<>();

  private CaseRun(FeatureScenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs a case.
   *
   * @param fresh a scenario nothing has happened in
   */
  public static CaseResult of(FeatureCase tested, FeatureScenario fresh) {
    CaseRun run = new CaseRun(fresh);
    if (tested.start() != null) {
      fresh.at(tested.start());
    }
    tested.steps().forEach(run::step);
    return new CaseResult(tested.name(), run.failures);
  }

  private void step(Step step) {
    try {
      if (step instanceof Arrival arrival) {
        arrive(arrival);
      } else if (step instanceof Advance advance) {
        scenario.advance(advance.by());
      } else if (step instanceof To to) {
        scenario.at(to.instant());
      } else if (step instanceof Expectation expectation) {
        read(expectation);
      } else if (step instanceof Logged logged) {
        log(logged);
      } else if (step instanceof LabelExpectation expectation) {
        LabelMatch.of(expectation, scenario).ifPresent(text -> fail(step.position(), text));
      }
    } catch (IllegalArgumentException e) {
      fail(step.position(), e.getMessage());
    }
  }

  private void fail(Position position, String message) {
    failures.add(new Failure(position, message));
  }

  private void arrive(Arrival arrival) {
    EventVerdict found =
        scenario.event(arrival.source(), arrival.at().from(scenario.now()), arrival.fields());
    expect(arrival.verdict(), "event of " + arrival.source(), found);
  }

  private void log(Logged logged) {
    Instant at = logged.at().from(scenario.now());
    EventVerdict found =
        logged.outcome()
            ? scenario.outcome(logged.model(), at, logged.fields())
            : scenario.prediction(logged.model(), at, logged.fields());
    String what = (logged.outcome() ? "outcome of " : "prediction of ") + logged.model();
    expect(logged.verdict(), what, found);
  }

  private void expect(ExpectedVerdict expected, String what, EventVerdict found) {
    if (!fits(expected, found)) {
      fail(
          expected.position(),
          what
              + " at "
              + scenario.now()
              + ": expected "
              + shown(expected)
              + ", found "
              + shown(found));
    }
  }

  private static boolean fits(ExpectedVerdict expected, EventVerdict found) {
    boolean outcome =
        expected.outcome() == null
            ? found.outcome() != Outcome.QUARANTINED
            : found.outcome() == expected.outcome();
    return outcome
        && (expected.reason() == null
            || found.reason().stream().anyMatch(expected.reason()::equals))
        && (expected.rule() == null || found.rules().contains(expected.rule()));
  }

  private static String shown(ExpectedVerdict expected) {
    String outcome = expected.outcome() == null ? "any but quarantined" : name(expected.outcome());
    return (expected.reason() == null ? outcome : expected.reason().toString())
        + (expected.rule() == null ? "" : " by rule " + expected.rule());
  }

  private static String shown(EventVerdict found) {
    String outcome = found.reason().map(Enum::toString).orElse(name(found.outcome()));
    String rules = found.rules().isEmpty() ? "" : " by " + String.join(", ", found.rules());
    return outcome + rules + (found.detail().isEmpty() ? "" : " (" + found.detail() + ")");
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void read(Expectation expectation) {
    expectation
        .values()
        .forEach(
            (name, expected) -> {
              FeatureReading found =
                  scenario.feature(expectation.entity(), expectation.key(), name);
              compare(expectation, expected, found);
            });
  }

  private void compare(Expectation at, ExpectedValue expected, FeatureReading found) {
    boolean value =
        !expected.valueExpected() || ValueMatch.of(expected.value(), found.value(), at.tolerance());
    boolean status = expected.status() == null || expected.status() == found.status();
    if (value && status) {
      return;
    }
    String who = at.key().stream().collect(Collectors.joining("|"));
    fail(
        expected.position(),
        found.name()
            + " of "
            + at.entity()
            + " "
            + who
            + " at "
            + scenario.now()
            + ": expected "
            + shown(expected, at.tolerance())
            + ", found "
            + shown(found));
  }

  private static String shown(ExpectedValue expected, Double tolerance) {
    boolean bounded = tolerance != null && ValueMatch.isOfNumbers(expected.value());
    String within = bounded ? " ±" + tolerance : "";
    String value = expected.valueExpected() ? ValueMatch.shown(expected.value()) + within : "";
    String status = expected.status() == null ? "" : name(expected.status());
    return value.isEmpty() || status.isEmpty() ? value + status : value + " (" + status + ")";
  }

  private static String shown(FeatureReading found) {
    return ValueMatch.shown(found.value()) + " (" + name(found.status()) + ")";
  }
}
