package io.tidemark.training.fold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleFoldTest {
  private static final Instant AS_OF = Instant.ofEpochMilli(1_000);

  @TempDir private Path folder;

  private static ExampleFold.Version version(
      String key, long writtenMs, int revision, boolean mayBeFirst) {
    String value = key + "#" + revision;
    return new ExampleFold.Version(
        key.getBytes(UTF_8), writtenMs, revision, key.length(), mayBeFirst, value.getBytes(UTF_8));
  }

  private ExampleFold fold() {
    return new ExampleFold(folder.resolve("fold"), AS_OF);
  }

  private static List<String> values(ExampleFold fold) {
    List<String> values = new ArrayList<>();
    fold.forEach(value -> values.add(new String(value, UTF_8)));
    return values;
  }

  @Test
  void whatWasWrittenBeforeCountsAndTheInstantItselfDoesNot() {
    try (ExampleFold fold = fold()) {
      fold.add(version("a", 999, 0, false));
      fold.add(version("a", 1_000, 1, false));
      fold.add(version("a", 2_000, 2, false));
      fold.add(version("later", 1_000, 0, false));
      assertThat(values(fold)).containsExactly("a#0");
      assertThat(fold.rows()).isOne();
      assertThat(fold.lost()).isZero();
    }
  }

  @Test
  void valuesComeInTheOrderOfPredictionsAndThenOfKeys() {
    try (ExampleFold fold = fold()) {
      for (String key : List.of("ccc", "bb", "a", "ba", "b")) {
        fold.add(version(key, 1, 0, false));
      }
      fold.add(
          new ExampleFold.Version("old".getBytes(UTF_8), 1, 0, -5, false, "old#0".getBytes(UTF_8)));
      assertThat(values(fold)).containsExactly("old#0", "a#0", "b#0", "ba#0", "bb#0", "ccc#0");
    }
  }

  @Test
  void whatCompactionTookIsNotMadeUp() {
    try (ExampleFold fold = fold()) {
      fold.add(version("gone", 1_000, 2, false));
      fold.add(version("half", 10, 0, false));
      fold.add(version("half", 1_000, 2, false));
      fold.add(version("half", 1_100, 3, false));
      fold.add(version("open", 1_000, 1, true));
      fold.add(version("whole", 10, 1, false));
      fold.add(version("whole", 1_000, 2, false));
      assertThat(values(fold)).containsExactly("whole#1");
      assertThat(fold.lost()).isEqualTo(2);
      assertThat(fold.rows()).isOne();
    }
  }

  @Test
  void whatIsErasedIsNotShownAsOfBefore() {
    try (ExampleFold fold = fold()) {
      fold.add(version("a", 10, 0, false));
      fold.add(version("b", 10, 0, false));
      fold.erase("a".getBytes(UTF_8));
      fold.erase("unknown".getBytes(UTF_8));
      assertThat(values(fold)).containsExactly("b#0");
      assertThat(fold.erased()).isOne();
    }
  }

  @Test
  void equalsAFoldOfWhatWasWrittenBefore() {
    long seed = 20_261_130;
    Random random = new Random(seed);
    Map<String, String> expected = new HashMap<>();
    Map<String, Integer> revisions = new HashMap<>();
    try (ExampleFold fold = fold()) {
      for (long writtenMs = 0; writtenMs < 2_000; writtenMs++) {
        String key = "k".repeat(1 + random.nextInt(9)) + random.nextInt(40);
        int revision = revisions.merge(key, 1, Integer::sum) - 1;
        fold.add(version(key, writtenMs, revision, random.nextBoolean()));
        if (writtenMs < AS_OF.toEpochMilli()) {
          expected.put(key, key + "#" + revision);
        }
        if (random.nextInt(50) == 0) {
          fold.erase(key.getBytes(UTF_8));
          expected.remove(key);
          revisions.remove(key);
        }
      }
      List<String> inOrder =
          expected.keySet().stream()
              .sorted(Comparator.comparing(String::length).thenComparing(key -> key))
              .map(expected::get)
              .toList();
      assertThat(values(fold)).as("seed %d", seed).isEqualTo(inOrder);
      assertThat(fold.lost()).as("seed %d", seed).isZero();
    }
  }
}
