package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.prediction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.definition.Model.By;
import io.tidemark.definition.Model.Sampling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegativeSamplingTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.1, 0.01})
  void positiveRateOfAMillionIsThatOfAllOfThem(double keep) {
    long seed = 20_261_130;
    Random random = new Random(seed);
    NegativeSampling sampling = keeping(keep);
    int all = 1_000_000;
    double rate = 0.05;
    int positives = (int) (all * rate);
    double kept = 0;
    for (int i = 0; i < all - positives; i++) {
      String request =
          i % 2 == 0 ? "r" + i : new UUID(random.nextLong(), random.nextLong()).toString();
      kept += sampling.keeps(request) ? 1 / keep : 0;
    }
    double sigma = Math.sqrt((all - positives) * (1 - keep) / keep);
    assertThat(kept).as("seed %d", seed).isCloseTo(all - positives, within(3 * sigma));
    double weighted = positives / (positives + kept);
    // by how much the rate moves with the sum of weights
    assertThat(weighted).as("seed %d", seed).isCloseTo(rate, within(3 * rate * sigma / all));
  }

  private static NegativeSampling keeping(double keep) {
    return new NegativeSampling(new Sampling(keep, By.REQUEST_ID));
  }

  @Test
  void whatExploresStandsForItselfAndAUserIsKeptWhole() {
    NegativeSampling byUser = new NegativeSampling(new Sampling(0.25, By.USER_ID));
    Set<Double> weights = new HashSet<>();
    for (int user = 0; user < 100; user++) {
      String name = "user-" + user;
      Map<String, Object> logged = new HashMap<>(Map.of("user_id", name));
      double weight = byUser.weight(prediction("r" + user, T), logged::get);
      weights.add(weight);
      assertThat(byUser.weight(prediction("another of " + user, T), logged::get)).isEqualTo(weight);
      assertThat(byUser.weight(prediction(name, T), nothing -> null))
          .as("its request")
          .isEqualTo(weight);
      logged.put("exploration_flag", true);
      assertThat(byUser.weight(prediction("r" + user, T), logged::get)).isEqualTo(1);
    }
    assertThat(weights).containsExactlyInAnyOrder(0.0, 4.0);
    NegativeSampling all = new NegativeSampling(Sampling.ALL);
    assertThat(all.weight(prediction("r", T), name -> null)).isEqualTo(1);
  }

  @Test
  void whatIsKeptOfFewIsKeptOfMore() {
    NegativeSampling few = keeping(0.1);
    NegativeSampling more = keeping(0.3);
    for (int i = 0; i < 10_000; i++) {
      if (few.keeps("r" + i)) {
        assertThat(more.keeps("r" + i)).as("r%d", i).isTrue();
      }
    }
  }

  /** What has been told of must not change with a version. */
  @Test
  void choiceIsAlwaysTheSame() {
    NegativeSampling half = keeping(0.5);
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      kept.append(half.keeps("request-" + i) ? '1' : '0');
    }
    assertThat(kept).hasToString("01101100001001001010001000010110");
  }

  @Test
  void shareIsOne() {
    for (double keep : new double[] {0, -0.1, 1.0001, Double.NaN}) {
      assertThatThrownBy(() -> new NegativeSampling(new Sampling(keep, By.REQUEST_ID)))
          .hasMessageContaining("above 0 and at most 1");
    }
  }
}
