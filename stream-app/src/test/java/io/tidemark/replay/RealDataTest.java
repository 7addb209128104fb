package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** The example mappings on the real files they are for; skipped where the files are absent. */
class RealDataTest {
  private static final Path EXAMPLES = Path.of("../load-tests/examples");
  private static final Path DATA = Path.of("../../shared/data");

  @Test
  void retailRowsBecomeTransactions() throws IOException {
    Set<String> ids = new HashSet<>();
    int[] counts = new int[3];
    int rows =
        replay(
            "online-retail.csv.gz",
            "retail.mapping.yaml",
            MappingSpec.EMPTY,
            mapped -> {
              ids.add((String) mapped.value().get("transaction_id"));
              counts[0] += mapped.key() == null ? 1 : 0;
              counts[1] += (Long) mapped.value().get("quantity") <= 0 ? 1 : 0;
              counts[2] += (Double) mapped.value().get("unit_price") < 0 ? 1 : 0;
            });
    assertThat(rows).isEqualTo(541_909);
    assertThat(counts).containsExactly(135_080, 10_624, 2);
    assertThat(ids).hasSize(541_909 - 6_007);
  }

  @Test
  void impressionsBecomePredictionsAndClicksOutcomes() throws IOException {
    MappingSpec random =
        new MappingFlags(
                List.of(),
                List.of("model_version=random"),
                List.of("request_id=random-{row}"),
                List.of())
            .spec(null, new MappingFlags.Target(null, List.of(), null));
    Set<String> requests = new HashSet<>();
    int thompson =
        replay(
            "obd-bts-men.csv.gz",
            "obd-predictions.mapping.yaml",
            MappingSpec.EMPTY,
            mapped -> requests.add(mapped.key()));
    int uniform =
        replay(
            "obd-random-men.csv.gz",
            "obd-predictions.mapping.yaml",
            random,
            mapped -> requests.add(mapped.key()));
    int clicks =
        replay(
            "obd-bts-men.csv.gz",
            "obd-outcomes.mapping.yaml",
            MappingSpec.EMPTY,
            mapped -> assertThat(requests).contains(mapped.key()));
    assertThat(List.of(thompson, uniform, clicks)).containsExactly(10_000, 10_000, 69);
    assertThat(requests).hasSize(20_000);
  }

  @Test
  void firstImpressionIsMappedFieldByField() throws IOException {
    List<GenericRecord> values = new ArrayList<>();
    replay(
        "obd-bts-men.csv.gz",
        "obd-predictions.mapping.yaml",
        MappingSpec.EMPTY,
        mapped -> values.add(mapped.value()));
    GenericRecord value = values.get(0);
    assertThat(value.get("request_id")).isEqualTo("bts-1");
    assertThat(value.get("timestamp"))
        .isEqualTo(Instant.parse("2019-11-24T00:01:03.979Z").toEpochMilli());
    assertThat(value.get("rank_position")).isEqualTo(2);
    assertThat(value.get("propensity")).isEqualTo(0.045525);
    assertThat(value.get("exploration_flag")).isEqualTo(false);
    assertThat(new HashMap<Object, Object>((Map<?, ?>) value.get("raw_features")))
        .containsEntry("position", 2L)
        .containsEntry("item", "2")
        .containsEntry("user_feature_3", "c39b0c7dd5d4eb9a18e7db6ba2f258f8");
  }

  private static int replay(
      String data, String mapping, MappingSpec flags, Consumer<MappedRecord> consumer)
      throws IOException {
    Path file = DATA.resolve(data);
    assumeTrue(Files.exists(file), () -> file + " is absent");
    MappingSpec spec =
        MappingYaml.parse(Files.readString(EXAMPLES.resolve(mapping))).overriddenBy(flags);
    Schema schema = TargetSchema.load(spec.schema(), EXAMPLES);
    int mapped = 0;
    int timed = 0;
    try (RowReader rows = RowReader.open(file, RowFormat.of(file), FileForm.DEFAULT)) {
      RecordMapping records = new RecordMapping(spec, schema, rows.columns());
      while (rows.hasNext()) {
        Optional<MappedRecord> next = records.map(rows.next());
        if (next.isPresent()) {
          mapped++;
          timed += next.get().timeMs().isPresent() ? 1 : 0;
          if (mapped % 1000 == 1) {
            assertThat(GenericData.get().validate(schema, next.get().value())).isTrue();
          }
          consumer.accept(next.get());
        }
      }
      assertThat(timed).isEqualTo(mapped);
      assertThat(rows.bytesRead()).isEqualTo(rows.totalBytes());
    }
    return mapped;
  }
}
