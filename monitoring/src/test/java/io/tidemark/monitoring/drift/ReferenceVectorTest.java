package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every reference value in {@code drift/vectors.json}, or in the file that {@code -Ddrift.vectors}
 * names, is reproduced, and every known defect is not. What is checked follows from the keys of
 * inputs and expected values; a name says nothing.
 */
class ReferenceVectorTest {
  private static final Set<String> INPUTS =
      Set.of(
          ("age_h all_day_decile_edges alpha amplitude baseline baseline_counts"
                  + " baseline_counts_10_bins baseline_decile_edges baseline_hist baseline_nan"
                  + " baseline_probs baseline_value_counts baseline_values bin_edges bins"
                  + " calibrated_probs calibration_psis current current_above_max current_counts"
                  + " current_counts_10_bins current_counts_by_partition current_hist current_nan"
                  + " current_probs current_total current_value_counts current_values events"
                  + " grace_days hourly_probs labels_v1 labels_v2 m mean_delay_h n n_baseline"
                  + " n_current negative_counts_by_score_bin note options p p_values"
                  + " positive_counts_by_score_bin prob_positive q rate raw_decile_edges recipe"
                  + " scaled_ks scores stream_digits stream_time threshold timeout_label"
                  + " unique_edges values weights window_days window_h y_pred y_true")
              .split(" "));

  private static final Set<String> OPTIONS =
      Set.of(
          ("alpha bias_corrected bins c_alpha clock delta direction downsize_larger drift"
                  + " drop_bins_empty_in_both epsilon epsilon_added_to_every_bin floor_share log"
                  + " margin_quantile_filter n_bins norm num_bins numpy_seed permutations regroup"
                  + " rows_including_nulls scale smoothing tail_weight_holdout unseen_categories"
                  + " warm_start warning yates_2x2 zero_fill zero_in_numerator zero_scaling")
              .split(" "));

  /** Vectors in the tree of which nothing is checked in this module. */
  private static final Set<String> LEFT_OUT =
      new TreeSet<>(
          List.of(
              "deequ_chi2_gof_missing_bins",
              "deequ_chi2_regroup_1",
              "deequ_chi2_regroup_2",
              "deequ_chi2_regroup_4",
              "evidently_anderson",
              "evidently_epps_singleton",
              "evidently_mannwhitney",
              "evidently_tvd_perm_0",
              "evidently_tvd_perm_2",
              "evidently_tvd_perm_3",
              "evidently_tvd_perm_4",
              "nannyml_auroc_se",
              "outcome_join_scenario",
              "river_adwin_versions",
              "river_ddm",
              "river_eddm",
              "river_hddm_a",
              "river_hddm_w"));

  @TestFactory
  Stream<DynamicTest> vectorsAreReproduced() {
    return ReferenceVector.all().stream()
        .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> check(vector)));
  }

  /** What is left out shows as skipped, with the reason. */
  private static void check(ReferenceVector vector) {
    List<String> leftOut = checked(vector);
    Assumptions.assumeTrue(
        leftOut.size() < vector.expectedKeys().size(), () -> "Not checked: " + leftOut);
  }

  /** Checks what can be checked; says of the rest why not. */
  private static List<String> checked(ReferenceVector vector) {
    assertThat(INPUTS)
        .as(vector.name())
        .containsAll(ReferenceVector.keys(vector.json().get("inputs")));
    assertThat(OPTIONS)
        .as(vector.name())
        .containsAll(ReferenceVector.keys(vector.input("options")));
    assertThat(vector.expectedKeys()).as(vector.name()).isNotEmpty();
    List<String> leftOut = new ArrayList<>();
    for (String key : vector.expectedKeys()) {
      OtherMeasures.leftOut(vector, key)
          .ifPresentOrElse(reason -> leftOut.add(key + ": " + reason), () -> check(vector, key));
    }
    return leftOut;
  }

  private static void check(ReferenceVector vector, String key) {
    Checks.of(key)
        .orElseThrow(
            () ->
                new AssertionError(
                    "Unknown expected value '%s' of '%s': add a check"
                        .formatted(key, vector.name())))
        .accept(vector);
  }

  @Test
  void whatIsLeftOutIsNamed() {
    List<ReferenceVector> vectors = ReferenceVector.inTree();
    Set<String> leftOut = new TreeSet<>();
    for (ReferenceVector vector : vectors) {
      if (checked(vector).size() == vector.expectedKeys().size()) {
        leftOut.add(vector.name());
      }
    }
    assertThat(leftOut).isEqualTo(LEFT_OUT).hasSize(18);
    assertThat(vectors).hasSize(119);
  }

  @Test
  void namesSayNothing(@TempDir Path directory) throws Exception {
    List<JsonNode> renamed = new ArrayList<>();
    for (ReferenceVector vector : ReferenceVector.inTree()) {
      ObjectNode copy = vector.json().deepCopy();
      renamed.add(copy.put("name", "copy " + renamed.size()).put("source", "a copy"));
    }
    List<ReferenceVector> copies = ReferenceVector.of(file(directory, renamed));
    assertThat(copies).hasSize(119);
    long whole = copies.stream().filter(vector -> checked(vector).isEmpty()).count();
    long in = ReferenceVector.inTree().stream().filter(v -> checked(v).isEmpty()).count();
    assertThat(whole).isEqualTo(in);
  }

  private static Path file(Path directory, List<JsonNode> vectors) throws Exception {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode array = root.putArray("vectors");
    vectors.forEach(array::add);
    return Files.writeString(directory.resolve("copies.json"), root.toString());
  }

  /** An expected value that is moved by ten tolerances is found, whatever it is. */
  @TestFactory
  Stream<DynamicTest> anotherValueIsFound() {
    return ReferenceVector.inTree().stream()
        .flatMap(
            vector ->
                vector.expectedKeys().stream()
                    .filter(key -> vector.expectedNode(key).isNumber() && !vector.isKnownDefect())
                    .filter(key -> OtherMeasures.leftOut(vector, key).isEmpty())
                    .map(
                        key ->
                            DynamicTest.dynamicTest(
                                vector.name() + " " + key,
                                () ->
                                    assertThatThrownBy(() -> check(moved(vector, key), key))
                                        .isInstanceOf(AssertionError.class))));
  }

  private static ReferenceVector moved(ReferenceVector vector, String key) {
    ObjectNode copy = vector.json().deepCopy();
    double off = Math.max(10 * vector.tolerance(), 1e-6);
    ((ObjectNode) copy.get("expected")).put(key, vector.expected(key) + off);
    return new ReferenceVector(vector.name(), vector.kind(), vector.source(), copy);
  }

  @Test
  void unknownKeysFailByName() {
    ReferenceVector vector = ReferenceVector.inTree().get(0);
    assertThatThrownBy(() -> checked(with(vector, "expected", "surprise")))
        .hasMessageContaining("surprise")
        .hasMessageContaining(vector.name());
    assertThatThrownBy(() -> checked(with(vector, "inputs", "surprise")))
        .hasMessageContaining("surprise")
        .hasMessageContaining(vector.name());
  }

  private static ReferenceVector with(ReferenceVector vector, String part, String key) {
    ObjectNode copy = vector.json().deepCopy();
    ((ObjectNode) copy.get(part)).put(key, 1);
    return new ReferenceVector(vector.name(), vector.kind(), vector.source(), copy);
  }
}
