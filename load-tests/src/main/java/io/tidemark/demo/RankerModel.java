package io.tidemark.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The model whose decisions are logged: its inputs before and after the world changes, and its
 * score. Pure.
 *
 * <p>The score is calibrated: users click with the probability it states, so that what drifts is
 * the input and not the model.
 */
public final class RankerModel {

  public static final String NAME = "ranker";
  public static final String VERSION = "v3";

  /** Features that change half-way. */
  public static final List<String> DRIFTING = List.of("age", "device", "days_since_visit");

  /** Features that do not. */
  public static final List<String> STEADY = List.of("spend_30d", "is_member");

  private static final Shares<String> DEVICES =
      Shares.of(List.of("phone", "desktop", "tablet"), 55, 32, 13);
  // a mix that moved and a category that training never saw
  private static final Shares<String> DEVICES_LATER =
      Shares.of(List.of("phone", "desktop", "tablet", "tv"), 30, 32, 13, 25);
  private static final double MISSING_VISIT = 0.05;
  private static final double MISSING_VISIT_LATER = 0.40;
  private static final double AGE_SHIFT = 13;
  private static final double MEMBERS = 0.4;

  private RankerModel() {}

  /**
   * Inputs of one decision as served.
   *
   * @param drifted whether the world has changed
   */
  static Map<String, Object> features(Draws draws, boolean drifted) {
    Map<String, Object> features = new HashMap<>();
    double age = draws.normal(drifted ? 38 + AGE_SHIFT : 38, 11);
    features.put("age", Math.min(90, Math.max(18, age)));
    features.put("spend_30d", draws.logNormal(60, 1));
    features.put("device", (drifted ? DEVICES_LATER : DEVICES).draw(draws));
    features.put("is_member", draws.chance(MEMBERS));
    long days = (long) draws.exponential(6);
    boolean missing = draws.chance(drifted ? MISSING_VISIT_LATER : MISSING_VISIT);
    features.put("days_since_visit", missing ? null : (Object) days);
    return features;
  }

  /** Probability of a click, in (0, 1), by a logistic model. */
  static double score(Map<String, Object> features) {
    double logit =
        -1.6
            + 0.35 * StrictMath.log((double) features.get("spend_30d") / 60)
            - 0.02 * ((double) features.get("age") - 38)
            + (features.get("is_member").equals(true) ? 0.5 : 0)
            + (features.get("device").equals("desktop") ? 0.3 : 0)
            - (features.get("days_since_visit") instanceof Long days ? 0.03 * days : 0.2);
    return 1 / (1 + StrictMath.exp(-logit));
  }
}
