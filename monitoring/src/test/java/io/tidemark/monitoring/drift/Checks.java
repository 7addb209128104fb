package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** How expected values are compared, by the key they stand under. */
final class Checks {
  private static final Checks ALL =
      new Checks()
          .addAll(PsiChecks.checks())
          .addAll(DistanceChecks.checks())
          .addAll(LawChecks.checks())
          .addAll(QualityChecks.checks())
          .addAll(OtherMeasures.checks());

  private final Map<String, Consumer<ReferenceVector>> byKey = new LinkedHashMap<>();

  /** The check of a key; empty for one nobody knows. */
  static Optional<Consumer<ReferenceVector>> of(String key) {
    return Optional.ofNullable(ALL.byKey.get(key));
  }

  private Checks addAll(Checks others) {
    others.byKey.forEach(this::add);
    return this;
  }

  Checks add(String key, Consumer<ReferenceVector> check) {
    if (byKey.put(key, check) != null) {
      throw new IllegalStateException("Two checks of " + key);
    }
    return this;
  }

  /** Compares a number within the vector's tolerance. */
  Checks number(String key, ToDoubleFunction<ReferenceVector> actual) {
    return add(key, vector -> close(vector, key, actual.applyAsDouble(vector)));
  }

  static void close(ReferenceVector vector, String key, double actual) {
    close("%s of %s".formatted(key, vector.source()), vector, vector.expected(key), actual);
  }

  static void close(String what, ReferenceVector vector, double expected, double actual) {
    if (Double.isFinite(expected)) {
      assertThat(actual).as(what).isCloseTo(expected, within(vector.tolerance()));
    } else {
      assertThat(actual).as(what).isEqualTo(expected);
    }
  }
}
