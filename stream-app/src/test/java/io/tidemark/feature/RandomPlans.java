package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Random definitions of one group, over every operation and every form of window. */
final class RandomPlans {
  private static final List<AggregateOp> OPS = List.of(AggregateOp.values());
  private static final Set<AggregateOp> OF_EVENTS =
      EnumSet.of(AggregateOp.COUNT, AggregateOp.DECAYED_COUNT, AggregateOp.TIME_SINCE_LAST);
  private static final Set<AggregateOp> OF_SCALARS =
      EnumSet.of(
          AggregateOp.FIRST,
          AggregateOp.LAST,
          AggregateOp.LAST_N,
          AggregateOp.DISTINCT,
          AggregateOp.APPROX_DISTINCT,
          AggregateOp.TOP_K);
  private static final Duration[] HALF_LIVES = {
    Duration.ofMinutes(1), Duration.ofMinutes(50), Duration.ofDays(2)
  };
  private static final List<Window> WINDOWS =
      List.of(
          Plans.window("1m"),
          Plans.window("3m"),
          Plans.window("5m"),
          Plans.window("7m"),
          Plans.window("1h"),
          Plans.window("24h"),
          Plans.window("36h"),
          Plans.window("7d"),
          Plans.window("90d"),
          Plans.window("2m").withHop(Window.EXACT),
          Plans.window("6h").withHop(Duration.ofMinutes(5)),
          Window.session("session_5m", Duration.ofMinutes(5)),
          Window.session("session_12h", Duration.ofHours(12)));

  private RandomPlans() {}

  /** One group of up to six random aggregates over random windows. */
  static FeaturePlan plan(Random random) {
    List<Aggregate> aggregates = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      AggregateOp op = OPS.get(random.nextInt(OPS.size()));
      String where = random.nextInt(4) == 0 ? "chosen" : null;
      aggregates.add(
          new Aggregate(
              "a" + i,
              op,
              operand(op, random),
              where,
              windows(op, random),
              parameters(op, random)));
    }
    return Plans.plan(aggregates.toArray(Aggregate[]::new));
  }

  /** The oracle of a feature of such a plan, from what its group declares. */
  static NaiveTwin twin(FeaturePlan plan, Feature feature) {
    List<Aggregate> group = plan.groups().get(0).aggregates();
    int input = Plans.inputOf(plan, feature);
    Window window = isDecayed(feature.op()) ? decay(group.get(input)) : feature.window();
    return new NaiveTwin(group.get(input), input, window, longestMs(group));
  }

  /** An event counts for 32 half-lives, to a step of one. */
  private static Window decay(Aggregate aggregate) {
    Duration halfLife = aggregate.parameters().halfLife();
    return new Window("", halfLife.multipliedBy(32)).withHop(halfLife);
  }

  private static long longestMs(List<Aggregate> group) {
    return group.stream()
        .flatMap(a -> isDecayed(a.op()) ? Stream.of(decay(a)) : a.windows().stream())
        .mapToLong(window -> window.size().toMillis())
        .max()
        .orElse(0);
  }

  private static boolean isDecayed(AggregateOp op) {
    return op == AggregateOp.DECAYED_SUM || op == AggregateOp.DECAYED_COUNT;
  }

  private static String operand(AggregateOp op, Random random) {
    if (OF_EVENTS.contains(op) || (op == AggregateOp.RATE && random.nextBoolean())) {
      return null;
    }
    String[] expressions = {"price", "quantity", "item"};
    return expressions[random.nextInt(OF_SCALARS.contains(op) ? 3 : 2)];
  }

  private static List<Window> windows(AggregateOp op, Random random) {
    if (isDecayed(op)) {
      return List.of();
    }
    List<Window> windows = new ArrayList<>(WINDOWS);
    windows.removeIf(window -> op == AggregateOp.RATE && window.session());
    Collections.shuffle(windows, random);
    int least = op == AggregateOp.RATE ? 1 : 0;
    return windows.subList(0, least + random.nextInt(4));
  }

  private static AggregateParameters parameters(AggregateOp op, Random random) {
    return AggregateParameters.NONE
        .withSize(1 + random.nextInt(3))
        .withMax(op == AggregateOp.DISTINCT && random.nextBoolean() ? 3 : 100)
        .withQuantile(random.nextInt(5) / 4.0)
        .withHalfLife(HALF_LIVES[random.nextInt(HALF_LIVES.length)])
        .withPer(Duration.ofSeconds(1 + random.nextInt(60)));
  }
}
