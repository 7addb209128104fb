package io.tidemark.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/** Producers and readers of logs go on to measures of attention in any order. */
class LogEvolutionTest {
  private static final Set<String> ATTENTION =
      Set.of("dwell_seconds", "viewport_seconds", "scroll_speed");

  @Test
  void logsWithAndWithoutMeasuresOfAttentionReadEachOther() {
    for (Schema now : List.of(PredictionLog.getClassSchema(), OutcomeLog.getClassSchema())) {
      assertThat(now.getFields()).extracting(Schema.Field::name).containsAll(ATTENTION);
      Schema before = without(now);
      assertThat(canRead(now, before)).as("%s of before", now.getName()).isTrue();
      assertThat(canRead(before, now)).as("%s by a reader of before", now.getName()).isTrue();
    }
  }

  private static Schema without(Schema now) {
    List<Schema.Field> kept =
        now.getFields().stream()
            .filter(field -> !ATTENTION.contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, kept);
  }

  private static boolean canRead(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }
}
