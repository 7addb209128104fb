package io.tidemark.seen;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdFilterTest {
  private static final long SEED = 20261121;
  private static final int ROOMY = 64 << 20;

  /** Ids of a kind as they are: they differ in a few characters. */
  private static long hash(String kind, int number) {
    return Hashing.xxh3_64().hashCharsToLong(kind + "-" + number);
  }

  private static IdFilter filled(long expected, int mostBytes, int ids) {
    IdFilter filter = new IdFilter(expected, mostBytes);
    for (int i = 0; i < ids; i++) {
      filter.add(hash("in", i));
    }
    return filter;
  }

  private static double falsePositives(IdFilter filter) {
    int asked = 100_000;
    int found = 0;
    for (int i = 0; i < asked; i++) {
      found += filter.mayContain(hash("out", i)) ? 1 : 0;
    }
    return (double) found / asked;
  }

  @Test
  void whatWasAddedIsNeverDenied() {
    for (long seed = SEED; seed < SEED + 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      IdFilter filter =
          new IdFilter(random.nextInt(20_000), IdFilter.FEWEST_BYTES << random.nextInt(5));
      int ids = 1 + random.nextInt(60_000);
      long hashes = random.nextLong();
      new SplittableRandom(hashes).longs(ids).forEach(filter::add);
      assertThat(new SplittableRandom(hashes).longs(ids).allMatch(filter::mayContain))
          .as("seed %d, %d ids", seed, ids)
          .isTrue();
    }
  }

  @Test
  void emptyOneContainsNothing() {
    assertThat(falsePositives(new IdFilter(0, ROOMY))).isZero();
  }

  @Test
  void fewNewIdsAreTakenForAddedOnes() {
    int room = (1 << 20) / 10;
    assertThat(falsePositives(filled(room, ROOMY, room))).isBetween(0.0005, 0.02);
  }

  @Test
  void growsByFiltersOfTwiceTheRoom() {
    IdFilter filter = filled(0, ROOMY, 6_553);
    assertThat(filter.bytes()).isEqualTo(8 << 10);
    filter.add(1);
    assertThat(filter.bytes()).isEqualTo((8 + 16) << 10);
    IdFilter grown = filled(0, ROOMY, 400_000);
    assertThat(grown.bytes()).isEqualTo((8 + 16 + 32 + 64 + 128 + 256) << 10);
    assertThat(grown.added()).isEqualTo(400_000);
    assertThat(falsePositives(grown)).isLessThan(0.06);
  }

  @Test
  void startsWithRoomForWhatIsExpected() {
    assertThat(new IdFilter(100_000, ROOMY).bytes()).isEqualTo(128 << 10);
    assertThat(new IdFilter(1_000_000_000, 1_000_000).bytes()).isEqualTo(512 << 10);
  }

  @Test
  void beyondItsBoundItAnswersLessWell() {
    int bound = 100_000;
    IdFilter filter = filled(0, bound, 200_000);
    assertThat(filter.bytes()).isEqualTo((8 + 16 + 32) << 10);
    for (int i = 0; i < 200_000; i++) {
      assertThat(filter.mayContain(hash("in", i))).as("id %d", i).isTrue();
    }
    assertThat(falsePositives(filter)).isBetween(0.1, 1.0);
  }
}
