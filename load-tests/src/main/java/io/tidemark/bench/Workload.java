package io.tidemark.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The events of a made-up shop, the same for the same seed: a span of time in order, five per cent
 * of them late by up to ten minutes, or a tenth of the span. Every event can be asked for by its
 * number. Immutable.
 */
final class Workload {
  static final Duration SPAN = Duration.ofDays(8);
  private static final long LATEST_MS = Duration.ofMinutes(10).toMillis();
  private static final int SPAN_PER_LATEST = 10;
  private static final double LATE = 0.05;
  private static final int STEADY_USERS = 100_000;
  private static final int WIDE_USERS = 1_000_000;
  private static final int ITEMS = 10_000;
  private static final int CATEGORIES = 50;
  private static final int DEVICES = 4;
  private static final String[] TYPES = {
    "view", "click", "add_to_cart", "purchase", "search", "return"
  };
  private static final double[] TYPE_SHARES = {0.70, 0.85, 0.92, 0.96, 0.99, 1.0};

  /** Who the events are about. */
  enum Shape {
    /** 100,000 users by Zipf's law. */
    STD,
    /** The same, with fewer events. */
    SMOKE,
    /** A million users, all alike. */
    WIDE,
    /** Every second event is one user's. */
    HOT;

    long defaultEvents() {
      return this == SMOKE ? 200_000 : 2_000_000;
    }

    int defaultUsers() {
      return this == WIDE ? WIDE_USERS : STEADY_USERS;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Shape shape;
  private final long events;
  private final long seed;
  private final long startMs;
  private final long spanMs;
  private final long latestMs;
  private final int userCount;
  private final Popularity users;
  private final Popularity items = Popularity.zipf(ITEMS);

  /**
   * Describes a workload.
   *
   * @param startMs the event time of the first event
   * @param span from the first event to the last
   */
  Workload(Shape shape, int users, long events, long seed, long startMs, Duration span) {
    this.shape = shape;
    this.events = events;
    this.seed = seed;
    this.startMs = startMs;
    this.spanMs = span.toMillis();
    this.latestMs = Math.min(LATEST_MS, spanMs / SPAN_PER_LATEST);
    this.userCount = users;
    this.users = shape == Shape.WIDE ? Popularity.uniform(users) : Popularity.zipf(users);
  }

  long events() {
    return events;
  }

  int users() {
    return userCount;
  }

  long seed() {
    return seed;
  }

  ShopEvent event(long number) {
    SplittableRandom random = random(number);
    String type = type(random.nextDouble());
    boolean priced = !type.equals("search");
    return new ShopEvent(
        number,
        user(number, random),
        type,
        items.draw(random.nextDouble()),
        random.nextInt(CATEGORIES),
        priced ? (1 + random.nextInt(20_000)) / 100.0 : null,
        time(number, random),
        random.nextInt(DEVICES),
        random.nextLong(events));
  }

  private SplittableRandom random(long number) {
    return new SplittableRandom(seed * 1_000_003 + number);
  }

  private int user(long number, SplittableRandom random) {
    double chance = random.nextDouble();
    return shape == Shape.HOT && number % 2 == 0 ? 0 : users.draw(chance);
  }

  private long time(long number, SplittableRandom random) {
    long due = startMs + (long) (spanMs * ((double) number / events));
    return random.nextDouble() < LATE ? due - random.nextLong(latestMs) : due;
  }

  private static String type(double chance) {
    int type = 0;
    while (chance >= TYPE_SHARES[type]) {
      type++;
    }
    return TYPES[type];
  }
}
