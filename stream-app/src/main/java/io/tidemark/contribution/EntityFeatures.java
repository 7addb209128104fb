package io.tidemark.contribution;

import io.tidemark.contribution.ContributionProgram.GroupProgram;
import io.tidemark.contribution.ContributionProgram.Input;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedAggregate;
import io.tidemark.definition.CheckedDefinitions.CheckedDerived;
import io.tidemark.definition.CheckedDefinitions.CheckedGroup;
import io.tidemark.definition.Derived;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Source;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.expression.Expression;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.feature.GroupTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The features of one entity, compiled: how they are computed and what each source contributes.
 *
 * @param entity what they are about
 * @param plan the features
 * @param programs one per source that feeds them, in the order of the sources
 */
public record EntityFeatures(Entity entity, FeaturePlan plan, List<ContributionProgram> programs) {
  private static final Duration EVER = Duration.ofDays(36_500);

  /** The entities that have features, in the order of their first group. */
  public static List<EntityFeatures> of(CheckedDefinitions definitions) {
    return definitions.groups().stream()
        .map(CheckedGroup::entity)
        .distinct()
        .map(entity -> of(definitions, entity))
        .toList();
  }

  private static EntityFeatures of(CheckedDefinitions definitions, Entity entity) {
    List<CheckedGroup> groups =
        definitions.groups().stream().filter(group -> group.entity().equals(entity)).toList();
    FeaturePlan plan =
        FeaturePlan.of(
            entity, groups.stream().map(CheckedGroup::group).toList(), new CheckedTypes(groups));
    List<ContributionProgram> programs =
        definitions.definitions().sources().stream()
            .filter(source -> groups.stream().anyMatch(group -> feeds(source, group)))
            .map(source -> program(source, entity, groups))
            .toList();
    return new EntityFeatures(entity, plan, programs);
  }

  /** The source on whose partitions the entities are, where nothing is repartitioned. */
  public Optional<String> placedBy() {
    return programs.size() == 1 && programs.get(0).keyedByEntity()
        ? Optional.of(programs.get(0).source())
        : Optional.empty();
  }

  /**
   * The longest window that an event of a source can count in: the gap of a session is one. So long
   * that no event is ever before it when the source feeds features over all time alone, or none.
   */
  public static Duration longestWindow(List<EntityFeatures> entities, Source source) {
    return entities.stream()
        .map(EntityFeatures::plan)
        .flatMapToLong(plan -> windowsMs(plan, source))
        .filter(ms -> ms > 0)
        .mapToObj(Duration::ofMillis)
        .max(Duration::compareTo)
        .orElse(EVER);
  }

  private static LongStream windowsMs(FeaturePlan plan, Source source) {
    return IntStream.range(0, plan.groups().size())
        .filter(group -> plan.groups().get(group).source().equals(source.name()))
        .mapToLong(plan::longestWindowMs);
  }

  private static boolean feeds(Source source, CheckedGroup group) {
    return group.group().source().equals(source.name());
  }

  private static ContributionProgram program(
      Source source, Entity entity, List<CheckedGroup> groups) {
    return new ContributionProgram(
        source.name(),
        entity.key(),
        source.partitionedBy().equals(entity.key()),
        groups.stream()
            .filter(group -> feeds(source, group))
            .map(EntityFeatures::program)
            .toList());
  }

  private static GroupProgram program(CheckedGroup checked) {
    return new GroupProgram(
        checked.group().versioned(),
        checked.group().versioned(),
        checked.where(),
        checked.aggregates().stream()
            .map(aggregate -> new Input(aggregate.of(), aggregate.where()))
            .toList());
  }

  /** What the type checker found. */
  private record CheckedTypes(List<CheckedGroup> groups) implements GroupTypes {
    @Override
    public Kind inputOf(FeatureGroup group, Aggregate aggregate) {
      return checked(group).aggregates().stream()
          .filter(checked -> checked.aggregate() == aggregate && checked.of() != null)
          .map(CheckedAggregate::of)
          .map(of -> of.type().kind())
          .findFirst()
          .orElse(Kind.DYNAMIC);
    }

    @Override
    public Expression derived(FeatureGroup group, Derived derived) {
      return checked(group).derived().stream()
          .filter(checked -> checked.derived() == derived)
          .map(CheckedDerived::expr)
          .findFirst()
          .orElseThrow();
    }

    private CheckedGroup checked(FeatureGroup group) {
      return groups.stream().filter(checked -> checked.group() == group).findFirst().orElseThrow();
    }
  }
}
