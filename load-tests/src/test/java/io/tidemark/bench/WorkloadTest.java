package io.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.bench.Workload.Shape;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int EVENTS = 20_000;
  private static final long START_MS = 1_700_000_000_000L;

  @Test
  void sameSeedGivesTheSameEventsAndAnotherSeedOthers() {
    assertThat(events(Shape.STD, 7)).isEqualTo(events(Shape.STD, 7));
    assertThat(events(Shape.STD, 7)).isNotEqualTo(events(Shape.STD, 8));
  }

  @Test
  void sharesAreThoseOfTheDescription() {
    List<ShopEvent> events = events(Shape.STD, 1);
    assertThat(share(events, e -> e.type().equals("view"))).isCloseTo(0.70, within(0.02));
    assertThat(share(events, e -> e.price() == null)).isCloseTo(0.03, within(0.01));
    assertThat(share(events, e -> e.user() == 0)).isCloseTo(1 / 12.09, within(0.01));
    assertThat(share(events, e -> e.timeMs() < due(e))).isCloseTo(0.05, within(0.01));
  }

  @Test
  void everySecondEventOfAHotWorkloadIsOneUsers() {
    assertThat(share(events(Shape.HOT, 1), e -> e.user() == 0)).isGreaterThan(0.5);
  }

  @Test
  void usersOfAWideWorkloadAreAllAlike() {
    Set<Integer> users = new HashSet<>();
    events(Shape.WIDE, 1).forEach(event -> users.add(event.user()));
    assertThat(users).hasSizeGreaterThan(EVENTS * 98 / 100);
  }

  @Test
  void noEventIsLateByMoreThanTenMinutes() {
    assertThat(events(Shape.STD, 3))
        .allSatisfy(
            e -> assertThat(due(e) - e.timeMs()).isBetween(0L, Duration.ofMinutes(10).toMillis()));
  }

  private static long due(ShopEvent event) {
    return START_MS + (long) (Workload.SPAN.toMillis() * ((double) event.number() / EVENTS));
  }

  private static double share(List<ShopEvent> events, Predicate<ShopEvent> which) {
    return (double) events.stream().filter(which).count() / events.size();
  }

  private static List<ShopEvent> events(Shape shape, long seed) {
    Workload workload =
        new Workload(shape, shape.defaultUsers(), EVENTS, seed, START_MS, Workload.SPAN);
    return LongStream.range(0, EVENTS).mapToObj(workload::event).toList();
  }
}
