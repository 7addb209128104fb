package io.tidemark.validation;

import static io.tidemark.validation.ValidationFixtures.NOW;
import static io.tidemark.validation.ValidationFixtures.SKEW_MS;
import static io.tidemark.validation.ValidationFixtures.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Fields;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random orders, good and bad, against the checks written down as one list of conditions. */
class EventValidatorPropertyTest {
  private static final int RECORDS = 20_000;

  @Test
  void everyRecordIsExactlyWhatTheNaiveChecksSay() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      EventValidator validator = ValidationFixtures.validator();
      Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
      Set<Object> seen = new HashSet<>();
      for (int i = 0; i < RECORDS; i++) {
        Fields order = randomOrder(random);
        Verdict verdict = validator.validate(order, NOW);
        Kind expected = naive(order, seen);
        assertThat(kind(verdict)).as("seed %d record %d: %s", seed, i, verdict).isEqualTo(expected);
        counts.merge(expected, 1, Integer::sum);
      }
      assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(RECORDS);
      assertThat(counts).hasSize(Kind.values().length);
    }
  }

  private enum Kind {
    VALID,
    FLAGGED,
    QUARANTINED,
    DUPLICATE
  }

  private static Kind kind(Verdict verdict) {
    if (verdict instanceof Verdict.Valid) {
      return Kind.VALID;
    }
    if (verdict instanceof Verdict.Flagged) {
      return Kind.FLAGGED;
    }
    return verdict instanceof Verdict.Duplicate ? Kind.DUPLICATE : Kind.QUARANTINED;
  }

  private static Kind naive(Fields order, Set<Object> seen) {
    boolean refused =
        order.get("customer") == null
            || order.get("id") == null
            || order.get("id") instanceof byte[]
            || !(order.get("time") instanceof Long timeMs && timeMs >= 0 && timeMs <= NOW + SKEW_MS)
            || !(order.get("quantity") instanceof Long quantity && quantity > 0);
    if (refused) {
      return Kind.QUARANTINED;
    }
    if (!seen.add(order.get("id"))) {
      return Kind.DUPLICATE;
    }
    return (Long) order.get("quantity") % 2 == 0 ? Kind.VALID : Kind.FLAGGED;
  }

  private static Fields randomOrder(Random random) {
    List<Object> changes = new ArrayList<>(List.of("id", "o" + random.nextInt(900)));
    changes.addAll(List.of("quantity", (long) random.nextInt(6)));
    if (random.nextInt(10) == 0) {
      String field = List.of("customer", "id", "time", "quantity").get(random.nextInt(4));
      changes.add(field);
      changes.add(oddValue(random, field));
    }
    return order(changes.toArray());
  }

  private static Object oddValue(Random random, String field) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> random.nextLong();
      case 2 -> field.equals("id") ? new byte[] {1} : "text" + random.nextInt();
      default -> NOW + SKEW_MS + random.nextInt(3) - 1;
    };
  }
}
