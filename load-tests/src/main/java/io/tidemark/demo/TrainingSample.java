package io.tidemark.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the model was trained on: its inputs and score before anything drifted. Pure. */
public final class TrainingSample {

  /** Field that holds the score in a row. */
  public static final String SCORE = "model_score";

  // another draw than the traffic's from the same seed: training data is not the live data
  private static final long APART = 0x5EED_0F_7241_9E57L;

  private TrainingSample() {}

  /** Rows of feature name to value (null: missing), with the score under {@link #SCORE}. */
  public static List<Map<String, Object>> rows(long seed, int count) {
    Draws draws = Draws.seeded(seed ^ APART);
    return IntStream.range(0, count).mapToObj(i -> row(draws)).toList();
  }

  private static Map<String, Object> row(Draws draws) {
    Map<String, Object> row = new TreeMap<>(RankerModel.features(draws, false));
    row.put(SCORE, RankerModel.score(row));
    return row;
  }
}
