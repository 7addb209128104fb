package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void waitEndsWithTheConditionOrTheTime() {
    AtomicInteger asked = new AtomicInteger();
    assertThat(Deadline.after(Duration.ofMinutes(1)).await(() -> asked.incrementAndGet() == 3))
        .isTrue();
    assertThat(asked).hasValue(3);
    Deadline soon = Deadline.after(Duration.ofMillis(50));
    assertThat(soon.await(() -> false)).isFalse();
    assertThat(soon.passed()).isTrue();
  }

  @Test
  void interruptEndsTheWait() {
    Thread.currentThread().interrupt();
    Deadline later = Deadline.after(Duration.ofMinutes(1));
    assertThatThrownBy(later::await).isInstanceOf(StackException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
