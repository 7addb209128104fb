package io.tidemark.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class LogKindTest {
  @Test
  void everyFieldOfALogCanBeMapped() {
    assertThat(mappable(LogKind.PREDICTION)).isEqualTo(fields(PredictionLog.getClassSchema()));
    assertThat(mappable(LogKind.OUTCOME)).isEqualTo(fields(OutcomeLog.getClassSchema()));
  }

  private static Set<String> mappable(LogKind kind) {
    Set<String> names = new TreeSet<>(kind.forms().keySet());
    names.addAll(kind.maps());
    names.add(kind.time());
    return names;
  }

  private static Set<String> fields(Schema log) {
    Set<String> names = new TreeSet<>();
    log.getFields().forEach(field -> names.add(field.name()));
    return names;
  }
}
