package io.tidemark.definition;

import io.tidemark.definition.CheckedDefinitions.CheckedAggregate;
import io.tidemark.definition.CheckedDefinitions.CheckedDerived;
import io.tidemark.definition.CheckedDefinitions.CheckedGroup;
import io.tidemark.definition.CheckedDefinitions.CheckedLog;
import io.tidemark.definition.CheckedDefinitions.CheckedModel;
import io.tidemark.definition.CheckedDefinitions.CheckedRule;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import io.tidemark.expression.ExpressionCompiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Holds definitions against the schemas of their topics: fields exist with fitting types, every
 * expression compiles. Not thread-safe; one use per instance.
 */
public final class DefinitionChecker {
  private static final String REGISTER =
      "register one, start the producer that does, or name its 'subject' or a 'schema' file";

  private static final Kind[] FEATURE = {Kind.BOOL, Kind.INT, Kind.DOUBLE, Kind.STRING};
  private static final Kind[] IDENTITY = {Kind.STRING, Kind.INT};
  private static final Kind[] KEY = {Kind.STRING, Kind.INT, Kind.BOOL};

  private final Definitions definitions;
  private final SchemaCheck check;
  private final RecordTypes schemas;
  private final Map<String, RecordType> typeOfSource = new HashMap<>();

  private DefinitionChecker(
      LoadedDefinitions loaded, ExpressionCompiler compiler, RecordTypes schemas) {
    this.definitions = loaded.definitions();
    this.check = new SchemaCheck(loaded.sourceMap(), compiler);
    this.schemas = schemas;
  }

  /**
   * Checks and compiles.
   *
   * @param schemas asked once per source and per model with outcomes
   * @throws DefinitionException listing every problem
   */
  public static CheckedDefinitions check(
      LoadedDefinitions loaded, ExpressionCompiler compiler, RecordTypes schemas)
      throws DefinitionException {
    return new DefinitionChecker(loaded, compiler, schemas).check();
  }

  private CheckedDefinitions check() throws DefinitionException {
    List<CheckedSource> sources = each(definitions.sources(), this::source);
    List<CheckedGroup> groups = each(definitions.groups(), this::group);
    List<CheckedModel> models = each(definitions.models(), this::model);
    if (!check.problems().isEmpty()) {
      throw new DefinitionException(check.problems());
    }
    return new CheckedDefinitions(definitions, sources, groups, models, check.warnings());
  }

  /** The parts whose schema is known; the others were reported. */
  private static <A, B> List<B> each(List<A> parts, Function<A, Optional<B>> checked) {
    return parts.stream().map(checked).flatMap(Optional::stream).toList();
  }

  /** What a topic's records are, or nothing after reporting why it cannot be told. */
  private Optional<RecordType> typeOf(
      Object part, String attribute, String topic, Supplier<Optional<RecordType>> asked) {
    try {
      return asked.get();
    } catch (UnreadableSchemaException e) {
      check.report(part, attribute, topic, e.getMessage(), "");
      return Optional.empty();
    }
  }

  private Optional<RecordType> typeOf(Source source) {
    Optional<RecordType> type = schemas.of(source);
    if (type.isEmpty()) {
      String none = "no schema is registered as " + String.join(" or ", source.subjects());
      check.report(source, "topic", source.topic(), none, REGISTER);
    }
    return type;
  }

  private Optional<RecordType> typeOfOutcomes(Model model, String topic) {
    Optional<RecordType> type = schemas.of(topic);
    if (type.isEmpty()) {
      String none = "no schema is registered for " + topic;
      check.report(model, "outcomes.topic", topic, none, "register one");
    }
    return type;
  }

  /** Outcomes of all topics are of one type: others are mapped to it. */
  private Optional<RecordType> typeOfOutcomes(Model model) {
    List<String> topics = model.outcomeTopics();
    List<RecordType> types =
        each(
            topics,
            topic -> typeOf(model, "outcomes.topic", topic, () -> typeOfOutcomes(model, topic)));
    return types.size() < topics.size() ? Optional.empty() : Optional.of(types.get(0));
  }

  private Optional<CheckedSource> source(Source source) {
    Optional<RecordType> schema = typeOf(source, "topic", source.topic(), () -> typeOf(source));
    schema.ifPresent(type -> typeOfSource.put(source.name(), type));
    return schema.map(type -> source(source, type));
  }

  private CheckedSource source(Source source, RecordType type) {
    if (source.eventId() != null) {
      check.field(source, "event_id", source.eventId(), type, IDENTITY);
    }
    check.fields(source, "partitioned_by", source.partitionedBy(), type, KEY);
    check.fields(source, "required", source.required(), type, Kind.values());
    tombstones(source);
    List<CheckedRule> rules =
        source.rules().stream()
            .map(rule -> new CheckedRule(rule, condition(rule, "expect", rule.expect(), type)))
            .toList();
    return new CheckedSource(source, type, check.eventTime(source, type), rules);
  }

  private void tombstones(Source source) {
    boolean erases = source.records().tombstones() == Tombstones.ERASE;
    if (erases && definitions.groups().stream().noneMatch(group -> isOfKey(group, source))) {
      check.report(
          source,
          "tombstones",
          "erase",
          "a record without a value erases the entity whose key it has: partitioned_by must be the"
              + " key of an entity with a group of this source",
          "declare partitioned_by, or a group of that entity");
    }
  }

  private boolean isOfKey(FeatureGroup group, Source source) {
    Entity entity = named(definitions.entities(), Entity::name, group.entity());
    return group.source().equals(source.name()) && entity.key().equals(source.partitionedBy());
  }

  private Expression condition(Object part, String attribute, String text, RecordType type) {
    return check.expression(part, attribute, text, type, Kind.BOOL);
  }

  private Optional<CheckedGroup> group(FeatureGroup group) {
    Entity entity = named(definitions.entities(), Entity::name, group.entity());
    return Optional.ofNullable(typeOfSource.get(group.source()))
        .map(type -> group(group, entity, type));
  }

  private static <T> T named(List<T> parts, Function<T, String> name, String wanted) {
    return parts.stream()
        .filter(part -> name.apply(part).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No definition named " + wanted));
  }

  private CheckedGroup group(FeatureGroup group, Entity entity, RecordType type) {
    check.keyOf(group, entity, type, KEY);
    Expression where = condition(group, "where", group.where(), type);
    List<CheckedAggregate> aggregates =
        group.aggregates().stream().map(aggregate -> aggregate(aggregate, type)).toList();
    return new CheckedGroup(group, entity, where, aggregates, derived(group, aggregates));
  }

  private CheckedAggregate aggregate(Aggregate aggregate, RecordType type) {
    Kind[] kinds = aggregate.op().kinds().stream().sorted().toArray(Kind[]::new);
    return new CheckedAggregate(
        aggregate,
        check.expression(aggregate, "of", aggregate.of(), type, kinds),
        condition(aggregate, "where", aggregate.where(), type));
  }

  private List<CheckedDerived> derived(FeatureGroup group, List<CheckedAggregate> aggregates) {
    AggregatedValues values = new AggregatedValues(group, aggregates);
    return group.derived().stream()
        .map(derived -> new CheckedDerived(derived, expression(derived, values)))
        .toList();
  }

  private Expression expression(Derived derived, AggregatedValues values) {
    return check.expression(
        derived, "expr", derived.expr(), values.type(), values::explain, FEATURE);
  }

  private Optional<CheckedModel> model(Model model) {
    if (model.outcomeTopics().isEmpty()) {
      return Optional.of(new CheckedModel(model, null, List.of(), logs(model)));
    }
    return typeOfOutcomes(model).map(type -> model(model, type));
  }

  private CheckedModel model(Model model, RecordType outcome) {
    LabelCheck labels =
        new LabelCheck(
            check, outcome, schemas.ofPredictions(model.predictionTopic()).orElse(LabelCheck.NONE));
    return new CheckedModel(
        model,
        check.expression(
            model.outcomes(), "outcome_id", model.outcomes().outcomeId(), outcome, IDENTITY),
        model.labels().stream().map(labels::of).toList(),
        logs(model));
  }

  private List<CheckedLog> logs(Model model) {
    return Stream.concat(
            Stream.of(model).map(Model::predictions),
            model.outcomes().topics().stream().map(Model.OutcomeTopic::mapping))
        .filter(Objects::nonNull)
        .flatMap(mapping -> log(mapping).stream())
        .toList();
  }

  private Optional<CheckedLog> log(LogMapping mapping) {
    Source source = mapping.source();
    return typeOf(source, "topic", source.topic(), () -> typeOf(source))
        .map(type -> new LogMappingCheck(check).of(mapping, type));
  }
}
