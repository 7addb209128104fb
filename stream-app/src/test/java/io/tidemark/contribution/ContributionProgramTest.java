package io.tidemark.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.ContributionProgram.GroupProgram;
import io.tidemark.contribution.ContributionProgram.Input;
import io.tidemark.event.Event;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContributionProgramTest {
  private static final Event EVENT = new Event(Map.of("user_id", "u")::get, 7, null);

  private final List<String> failed = new ArrayList<>();
  private final ContributionProgram program =
      new ContributionProgram(
          "events", List.of("user_id"), true, List.of(group("a@1"), group("b@2"), broken("c@1")));

  private static GroupProgram group(String name) {
    return new GroupProgram(name, name, null, List.of(new Input(null, null)));
  }

  private static GroupProgram broken(String name) {
    return new GroupProgram(name, name, null, List.of(new Input(new Broken(), null)));
  }

  private record Broken() implements Expression {
    @Override
    public Object evaluate(Fields fields) {
      throw new EvaluationException("there is no such key", null);
    }

    @Override
    public FieldType type() {
      return FieldType.of(Kind.INT);
    }

    @Override
    public Set<String> fields() {
      return Set.of();
    }

    @Override
    public String text() {
      return "broken";
    }
  }

  @Test
  void contributionsGoByTheIdsGivenAndFailuresByNameAndVersion() {
    ContributionProgram named = program.withIds(group -> group + "-id");

    Contribution made =
        named.contribute(EVENT, id -> !id.equals("b@2-id"), failed::add).orElseThrow();

    assertThat(made.groups()).extracting(GroupInputs::group).containsExactly("a@1-id", "c@1-id");
    assertThat(failed).containsExactly("c@1");
    assertThat(named.keyOf(EVENT.fields())).isEqualTo(program.keyOf(EVENT.fields()));
  }

  @Test
  void keyWithAMissingPartIsNone() {
    ContributionProgram pairs =
        new ContributionProgram("events", List.of("user_id", "item"), true, List.of());
    assertThat(pairs.keyOf(Map.<String, Object>of("user_id", "u", "item", "|")::get))
        .hasValue("u|\\|");
    assertThat(pairs.keyOf(Map.<String, Object>of("user_id", "u", "item", "")::get)).isEmpty();
    assertThat(pairs.keyOf(Map.<String, Object>of("user_id", "u")::get)).isEmpty();
  }

  @Test
  void withoutOtherIdsTheyAreNameAndVersion() {
    Contribution made = program.contribute(EVENT, id -> true, failed::add).orElseThrow();

    assertThat(made.groups()).extracting(GroupInputs::group).containsExactly("a@1", "b@2", "c@1");
    assertThat(made.timeMs()).isEqualTo(7);
  }
}
