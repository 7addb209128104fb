package io.tidemark.wire;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Vectors of every form the schema has. */
final class RandomVectors {
  private static final String[] TEXTS = {"", "a", "spend.amount_sum_1h", "żółć", "日本", "😀", "\0"};
  private static final double[] DECIMALS = {0, -0.0, 0.1, 1e300, Double.MIN_VALUE, Double.NaN};

  private final Random random;

  RandomVectors(long seed) {
    this.random = new Random(seed);
  }

  FeatureVector next() {
    return new FeatureVector(
        text(),
        text(),
        text(),
        list(this::text),
        values(),
        number(),
        instant(),
        random.nextBoolean() ? null : instant(),
        VectorStatus.values()[random.nextInt(VectorStatus.values().length)],
        list(this::text),
        random.nextBoolean() ? null : instant(),
        random.nextBoolean() ? null : instant(),
        number(),
        versions());
  }

  private Map<String, Object> values() {
    Map<String, Object> values = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
    for (int i = size(); i > 0; i--) {
      values.put(text() + i, value());
    }
    return values;
  }

  private Object value() {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> list(this::single);
      default -> single();
    };
  }

  private Object single() {
    return switch (random.nextInt(4)) {
      case 0 -> number();
      case 1 -> decimal();
      case 2 -> text();
      default -> random.nextBoolean();
    };
  }

  private Map<String, Integer> versions() {
    Map<String, Integer> versions = new HashMap<>();
    for (int i = size(); i > 0; i--) {
      versions.put(text() + i, random.nextInt());
    }
    return versions;
  }

  private <T> List<T> list(Supplier<T> items) {
    return new ArrayList<>(Stream.generate(items).limit(size()).toList());
  }

  private int size() {
    return random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(4);
  }

  private String text() {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return random.nextInt(20) == 0 ? text.repeat(100) : text;
  }

  private double decimal() {
    return random.nextBoolean() ? random.nextDouble() : DECIMALS[random.nextInt(DECIMALS.length)];
  }

  private long number() {
    return random.nextLong() >> random.nextInt(64);
  }

  private Instant instant() {
    return Instant.ofEpochMilli(number());
  }
}
