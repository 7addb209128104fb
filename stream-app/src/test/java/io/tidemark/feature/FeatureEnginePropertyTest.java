package io.tidemark.feature;

import static io.tidemark.feature.NaiveNumbers.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Seeded random streams against the naive twin. {@code -Dtidemark.test.seed} and {@code
 * -Dtidemark.test.streams} choose others and more.
 */
class FeatureEnginePropertyTest {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261121L);
  private static final int STREAMS = Integer.getInteger("tidemark.test.streams", 1_500);
  private static final int EVENTS = 25;
  private static final long START_MS = 1_700_000_000_000L;

  @Test
  void everyValueEqualsTheNaiveTwinAtAndBetweenEvents() {
    for (int i = 0; i < STREAMS; i++) {
      Stream stream = new Stream(SEED + i);
      try {
        stream.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(stream.history(), e);
      }
    }
  }

  @Test
  void anyOrderOfArrivalLeavesTheSameBits() {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(SEED + i);
      FeaturePlan plan = RandomPlans.plan(random);
      List<NaiveEvent> events = events(random, plan);
      byte[] ordered = applied(plan, events);
      Collections.shuffle(events, random);
      assertThat(applied(plan, events)).as("seed %d", SEED + i).isEqualTo(ordered);
    }
  }

  @Test
  void splitAndMergeEqualsAllAtOnce() {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(SEED + i);
      FeaturePlan plan = RandomPlans.plan(random);
      List<NaiveEvent> events = events(random, plan);
      int split = random.nextInt(events.size() + 1);
      EntityStateCodec codec = new EntityStateCodec(plan);
      EntityState merged = codec.decode(applied(plan, events.subList(0, split)));
      EntityState rest = codec.decode(applied(plan, events.subList(split, events.size())));
      new FeatureEngine(plan).merge(merged, rest);
      assertThat(codec.encode(merged)).as("seed %d", SEED + i).isEqualTo(applied(plan, events));
    }
  }

  private static byte[] applied(FeaturePlan plan, List<NaiveEvent> events) {
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = engine.empty();
    for (NaiveEvent event : events) {
      engine.apply(state, 0, event.inputs(), event.timeMs(), event.arrivedMs());
    }
    return new EntityStateCodec(plan).encode(state);
  }

  private static List<NaiveEvent> events(Random random, FeaturePlan plan) {
    List<NaiveEvent> events = new ArrayList<>();
    for (int i = random.nextInt(EVENTS * 2); i >= 0; i--) {
      long timeMs = START_MS - span(random);
      events.add(new NaiveEvent(timeMs, START_MS, inputs(random, plan)));
    }
    return events;
  }

  static Object[] inputs(Random random, FeaturePlan plan) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("price", price(random));
    fields.put("quantity", random.nextInt(5) == 0 ? null : (long) (random.nextInt(2_000) - 1_000));
    fields.put("item", random.nextInt(5) == 0 ? null : "item-ü-" + random.nextInt(4));
    boolean selected = random.nextBoolean();
    return plan.groups().get(0).aggregates().stream()
        .map(
            a -> a.where() != null && !selected ? null : a.of() == null ? true : fields.get(a.of()))
        .toArray();
  }

  private static Double price(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> random.nextGaussian() * 1e12;
      case 2 -> random.nextGaussian() * 1e-9;
      case 3 -> 0.0;
      default -> random.nextInt(100_000) / 100.0;
    };
  }

  /** From milliseconds to months, every magnitude as likely. */
  static long span(Random random) {
    return (long) Math.exp(random.nextDouble() * Math.log(100 * 86_400_000.0));
  }

  /** One random stream with its history. */
  private static final class Stream {
    private final long seed;
    private final Random random;
    private final FeaturePlan plan;
    private final FeatureEngine engine;
    private final EntityStateCodec codec;
    private final List<NaiveTwin> twins;
    private final List<NaiveEvent> events = new ArrayList<>();
    private final StringBuilder history = new StringBuilder();
    private EntityState state;
    private long nowMs = START_MS;
    private long startMs = FeatureEngine.NOT_STARTED;

    Stream(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.plan = RandomPlans.plan(random);
      this.twins = plan.features().stream().map(f -> RandomPlans.twin(plan, f)).toList();
      this.engine = new FeatureEngine(plan);
      this.codec = new EntityStateCodec(plan);
      this.state = engine.empty();
    }

    String history() {
      return "seed " + seed + " plan " + plan.groups() + " history:\n" + history;
    }

    void run() {
      for (int i = 0; i < EVENTS; i++) {
        apply();
        if (random.nextInt(8) == 0) {
          restore();
        }
        check();
        nowMs += random.nextInt(3) == 0 ? 0 : span(random) / 4;
        check();
      }
    }

    private void apply() {
      long timeMs = nowMs + (random.nextBoolean() ? 0 : skew());
      NaiveEvent event = new NaiveEvent(timeMs, nowMs, inputs(random, plan));
      history.append("now ").append(nowMs).append(" event ").append(timeMs);
      history.append(' ').append(Arrays.toString(event.inputs())).append('\n');
      Applied applied = engine.apply(state, 0, event.inputs(), timeMs, nowMs);
      events.add(event);
      startMs = Math.min(startMs, Math.min(timeMs, nowMs));
      assertThat(applied).isEqualTo(isLate(event) ? Applied.LATE : Applied.APPLIED);
    }

    /** Seldom ahead of the clock. */
    private long skew() {
      return random.nextInt(5) == 0 ? span(random) / 4 : -span(random);
    }

    private List<NaiveEvent> arrived() {
      return events.stream().filter(event -> event.timeMs() <= nowMs).toList();
    }

    private boolean isLate(NaiveEvent event) {
      List<NaiveTwin> windowed = twins.stream().filter(twin -> twin.window() != null).toList();
      return !windowed.isEmpty() && windowed.stream().noneMatch(twin -> takes(twin, event));
    }

    private boolean takes(NaiveTwin twin, NaiveEvent event) {
      return twin.window().session()
          ? event.timeMs() > event.arrivedMs() - twin.keepMs()
          : event.timeMs() > nowMs || !twin.inside(List.of(event), nowMs).isEmpty();
    }

    private void restore() {
      byte[] bytes = codec.encode(state);
      state = codec.decode(bytes);
      assertThat(codec.encode(state)).isEqualTo(bytes);
    }

    private void check() {
      Vector vector = vector(nowMs);
      for (int i = 0; i < vector.size(); i++) {
        int index = i;
        Feature feature = plan.features().get(i);
        assertThat(vector.value(i))
            .as("%s at %d", feature.name(), nowMs)
            .satisfies(found -> check(feature, found, twins.get(index).value(arrived(), nowMs)));
        boolean warming =
            feature.window() != null && nowMs < startMs + feature.window().size().toMillis();
        assertThat(vector.isWarming(i)).as("%s warming", feature.name()).isEqualTo(warming);
      }
      checkValidity(vector);
    }

    /** Exactly the value; a sketch or a decayed sum within its stated error. */
    private void check(Feature feature, Object found, Object naive) {
      Object expected = naive == null ? Plans.emptyValue(feature) : naive;
      double error =
          switch (feature.op()) {
            case QUANTILE -> 0.0100001 * Math.abs(expected == null ? 0 : number(expected));
            case DECAYED_SUM, DECAYED_COUNT, RATE -> 1e-12 * magnitude(feature);
            default -> 0;
          };
      if (error == 0 || expected == null || found == null) {
        assertThat(found).isEqualTo(expected);
      } else {
        assertThat(number(found)).isCloseTo(number(expected), within(error));
      }
    }

    private double magnitude(Feature feature) {
      int input = Plans.inputOf(plan, feature);
      return events.stream()
          .map(e -> e.input(input))
          .mapToDouble(v -> v instanceof Number number ? Math.abs(number.doubleValue()) : 1)
          .sum();
    }

    private void checkValidity(Vector vector) {
      long untilMs = vector.validUntilMs();
      boolean forever = untilMs == Vector.FOREVER;
      assertThat(untilMs).isGreaterThan(nowMs);
      long lastMs = forever ? nowMs + 400 * 86_400_000L : untilMs - 1;
      long betweenMs = nowMs + (long) (random.nextDouble() * (lastMs - nowMs));
      for (long atMs : new long[] {betweenMs, lastMs}) {
        assertThat(vector(atMs).sameValues(vector)).as("valid at %d", atMs).isTrue();
      }
      boolean arrives = events.stream().anyMatch(event -> event.timeMs() == untilMs);
      assertThat(forever || arrives || !vector(untilMs).sameValues(vector))
          .as("changes at %d", untilMs)
          .isTrue();
    }

    /** Of a copy where it is about the future, which the state is not to be taken to. */
    private Vector vector(long atMs) {
      EntityState seen = atMs == nowMs ? state : codec.decode(codec.encode(state));
      return engine.vector(seen, atMs, new long[] {startMs});
    }
  }
}
