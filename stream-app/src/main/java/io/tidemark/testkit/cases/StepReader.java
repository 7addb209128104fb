package io.tidemark.testkit.cases;

import io.tidemark.definition.DurationFormat;
import io.tidemark.definition.Position;
import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading.Status;
import io.tidemark.testkit.cases.Step.ExpectedValue;
import io.tidemark.testkit.cases.Step.ExpectedVerdict;
import io.tidemark.validation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the steps of a case. */
final class StepReader {
  private static final List<String> KINDS =
      List.of("event", "prediction", "outcome", "advance", "to", "expect", "expect_label");
  private static final Map<String, Outcome> OUTCOMES = byName(Outcome.values());
  private static final Map<String, Status> STATUSES = byName(Status.values());

  private final CaseNames names;
  private final CaseProblems problems;
  private final LabelStepReader labels;

  StepReader(CaseNames names, CaseProblems problems) {
    this.names = names;
    this.labels = new LabelStepReader(names);
    this.problems = problems;
  }

  private static <E extends Enum<E>> Map<String, E> byName(E[] values) {
    Map<String, E> named = new LinkedHashMap<>();
    Arrays.stream(values).forEach(v -> named.put(v.name().toLowerCase(Locale.ROOT), v));
    return named;
  }

  /** A step, or empty after reporting why there is none. */
  Optional<Step> read(CaseMapping step) {
    if (!(step.self() instanceof MappingNode)) {
      return Optional.empty();
    }
    List<String> kinds = KINDS.stream().filter(kind -> step.optional(kind).isPresent()).toList();
    step.finish();
    if (kinds.size() != 1) {
      String rule = "must be exactly one of " + String.join(", ", KINDS);
      problems.add(step.self(), step.path(), String.join(", ", kinds), rule, "");
      return Optional.empty();
    }
    String kind = kinds.get(0);
    return read(step, kind, step.optional(kind).orElseThrow());
  }

  private Optional<Step> read(CaseMapping step, String kind, Node node) {
    Position at = problems.position(node);
    return switch (kind) {
      case "advance" -> duration(step, kind, node).map(by -> new Step.Advance(at, by));
      case "to" -> instant(step, kind, node).map(to -> new Step.To(at, to));
      case "event" -> event(at, new CaseMapping(node, step.child(kind), problems));
      case "prediction", "outcome" ->
          logged(at, kind.equals("outcome"), new CaseMapping(node, step.child(kind), problems));
      case "expect_label" -> labels.read(at, new CaseMapping(node, step.child(kind), problems));
      default -> expect(at, new CaseMapping(node, step.child(kind), problems));
    };
  }

  private Optional<Duration> duration(CaseMapping in, String key, Node node) {
    Optional<Duration> duration = DurationFormat.parse(CaseScalar.shown(node));
    if (duration.isEmpty()) {
      in.problem(key, node, DurationFormat.RULE, "");
    }
    return duration;
  }

  Optional<Instant> instant(CaseMapping in, String key, Node node) {
    Optional<Instant> instant = instant(CaseScalar.shown(node));
    if (instant.isEmpty()) {
      in.problem(key, node, "must be an instant such as 2026-01-01T12:00:00Z", "");
    }
    return instant;
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Optional<Step> event(Position at, CaseMapping event) {
    Optional<String> source = event.known("source", names.sources());
    EventTime time = event.optional("at").map(node -> time(event, node)).orElse(EventTime.NOW);
    Map<String, Object> fields = fields(event);
    ExpectedVerdict verdict = verdict(at, event);
    event.finish();
    return source.map(name -> new Step.Arrival(at, name, time, fields, verdict));
  }

  private Map<String, Object> fields(CaseMapping event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    event
        .optional("fields")
        .map(node -> new CaseMapping(node, event.child("fields"), problems))
        .ifPresent(m -> m.all().forEach((name, node) -> fields.put(name, CaseScalar.value(node))));
    return fields;
  }

  private Optional<Step> logged(Position at, boolean outcome, CaseMapping log) {
    Optional<String> model = log.known("model", names.labels().keySet());
    EventTime time = log.optional("at").map(node -> time(log, node)).orElse(EventTime.NOW);
    Map<String, Object> fields = fields(log);
    ExpectedVerdict verdict = verdict(at, log);
    log.finish();
    return model.map(name -> new Step.Logged(at, outcome, name, time, fields, verdict));
  }

  private EventTime time(CaseMapping event, Node node) {
    String text = CaseScalar.shown(node);
    boolean relative = text.startsWith("+") || text.startsWith("-");
    Optional<EventTime> time =
        relative
            ? DurationFormat.parse(text.substring(1))
                .map(by -> new EventTime(null, text.startsWith("-") ? by.negated() : by))
            : instant(text).map(instant -> new EventTime(instant, null));
    if (time.isEmpty()) {
      String rule = "must be an instant, or + or - and a duration such as -30s";
      event.problem("at", node, rule, "");
    }
    return time.orElse(EventTime.NOW);
  }

  private ExpectedVerdict verdict(Position at, CaseMapping event) {
    Optional<Node> node = event.optional("expect_verdict");
    String text = event.text(node, "expect_verdict").orElse("");
    Outcome outcome = OUTCOMES.get(text);
    Reason reason =
        Arrays.stream(Reason.values()).filter(r -> r.name().equals(text)).findAny().orElse(null);
    if (outcome == null && reason == null && !text.isEmpty()) {
      List<String> known = new ArrayList<>(OUTCOMES.keySet());
      Arrays.stream(Reason.values()).map(Enum::name).forEach(known::add);
      event.unknown("expect_verdict", node.orElseThrow(), text, known);
    }
    Optional<Node> rule = event.optional("expect_rule");
    return new ExpectedVerdict(
        node.map(problems::position).orElse(at),
        reason == null ? outcome : Outcome.QUARANTINED,
        reason,
        event.text(rule, "expect_rule").orElse(null));
  }

  private Optional<Step> expect(Position at, CaseMapping expect) {
    Optional<String> entity = expect.known("entity", names.features().keySet());
    List<String> key =
        expect.required("key").map(node -> key(expect, node, entity)).orElse(List.of());
    Map<String, ExpectedValue> values = new LinkedHashMap<>();
    Optional<Node> named = expect.optional("values");
    Optional<Node> status = expect.optional("status");
    named.ifPresent(node -> values(expect, node, entity, values));
    status.ifPresent(node -> statuses(expect, node, entity, values));
    if (named.isEmpty() && status.isEmpty()) {
      problems.add(expect.self(), expect.child("values"), "", "'values' is missing", "");
    }
    Double tolerance = expect.optional("tolerance").map(n -> tolerance(expect, n)).orElse(null);
    expect.finish();
    return entity.map(name -> new Step.Expectation(at, name, key, values, tolerance));
  }

  private List<String> key(CaseMapping expect, Node node, Optional<String> entity) {
    List<Node> parts = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    if (!parts.stream().allMatch(ScalarNode.class::isInstance)) {
      expect.problem("key", node, "must be a single value or a list of them", "");
    }
    List<String> fields = entity.map(names.keys()::get).orElse(null);
    if (fields != null && parts.size() != fields.size()) {
      expect.problem("key", node, "must have a value for each of " + fields, "");
    }
    return parts.stream().map(CaseScalar::shown).toList();
  }

  private boolean isFeature(CaseMapping in, String name, Node at, Optional<String> entity) {
    TreeSet<String> known =
        new TreeSet<>(entity.map(names.features()::get).orElse(new TreeSet<>()));
    if (entity.isPresent() && !known.contains(name)) {
      in.unknown(name, at, name, known);
    }
    return known.contains(name);
  }

  private void values(
      CaseMapping expect, Node node, Optional<String> entity, Map<String, ExpectedValue> into) {
    CaseMapping values = new CaseMapping(node, expect.child("values"), problems);
    values
        .all()
        .forEach(
            (name, value) -> {
              if (isFeature(values, name, value, entity)) {
                into.put(name, value(values, name, value));
              }
            });
  }

  private ExpectedValue value(CaseMapping values, String name, Node node) {
    boolean absent = CaseScalar.isWord(node, "absent");
    Object value = absent ? null : CaseScalar.value(node);
    if (value == null && !absent) {
      values.problem(name, node, "has no value", "write absent for a value that is not there");
    }
    return new ExpectedValue(problems.position(node), value, true, null);
  }

  private void statuses(
      CaseMapping expect, Node node, Optional<String> entity, Map<String, ExpectedValue> into) {
    if (node instanceof ScalarNode) {
      Status all = status(expect, "status", node);
      into.replaceAll((name, value) -> withStatus(value, all, value.position()));
      return;
    }
    CaseMapping statuses = new CaseMapping(node, expect.child("status"), problems);
    statuses
        .all()
        .forEach(
            (name, value) -> {
              if (isFeature(statuses, name, value, entity)) {
                Status status = status(statuses, name, value);
                Position at = problems.position(value);
                into.compute(name, (same, known) -> withStatus(known, status, at));
              }
            });
  }

  private static ExpectedValue withStatus(ExpectedValue known, Status status, Position at) {
    return known == null
        ? new ExpectedValue(at, null, false, status)
        : new ExpectedValue(known.position(), known.value(), known.valueExpected(), status);
  }

  private Status status(CaseMapping in, String key, Node node) {
    Status status = STATUSES.get(CaseScalar.shown(node));
    if (status == null) {
      in.unknown(key, node, CaseScalar.shown(node), STATUSES.keySet());
    }
    return status;
  }

  private Double tolerance(CaseMapping expect, Node node) {
    Object value = CaseScalar.value(node);
    if (value instanceof Number number && number.doubleValue() >= 0) {
      return number.doubleValue();
    }
    expect.problem("tolerance", node, "must be a number of at least 0", "");
    return null;
  }
}
