package io.tidemark.event.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.document.MarkdownPage;
import io.tidemark.event.FieldType.Kind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page about types says of each what an expression sees, what a feature is and what a key. */
class TypesPageTest {
  private static final List<List<String>> ROWS =
      MarkdownPage.read("../avro/README.md")
          .table(
              "written as",
              "an expression sees",
              "a feature of it",
              "as a key",
              "an attribute of an outcome",
              "a drift bin");

  @Test
  void everyTypeHasARowInTheOrderOfTheTests() {
    assertThat(ROWS.stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(WrittenType.ALL.stream().map(WrittenType::name).toList());
  }

  @Test
  void everyRowSaysWhatAnExpressionSees() {
    for (int i = 0; i < ROWS.size(); i++) {
      WrittenType type = WrittenType.ALL.get(i);
      assertThat(ROWS.get(i).get(1))
          .as(type.name())
          .startsWith(type.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void everyRowSaysWhatAFeatureAndAKeyAre() {
    for (int i = 0; i < ROWS.size(); i++) {
      WrittenType type = WrittenType.ALL.get(i);
      String feature = ROWS.get(i).get(2).replace("`", "");
      boolean scalar = List.of(Kind.BOOL, Kind.INT, Kind.DOUBLE, Kind.STRING).contains(type.kind());
      assertThat(feature).as(type.name()).isEqualTo(scalar ? type.meant().toString() : feature);
      assertThat(feature.startsWith("milliseconds since 1970"))
          .as(type.name())
          .isEqualTo(type.kind() == Kind.TIMESTAMP);
      boolean key = List.of(Kind.BOOL, Kind.INT, Kind.STRING).contains(type.kind());
      assertThat(!ROWS.get(i).get(3).equals("-"))
          .as(type.name())
          .isEqualTo(key || type.kind() == Kind.RECORD);
    }
  }
}
