package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final Parts parts = new Parts();
  private final List<String> stopped = new CopyOnWriteArrayList<>();

  private void keep(String name) {
    AutoCloseable unused = parts.keep((AutoCloseable) () -> stopped.add(name));
  }

  /** Works until it is closed, or fails at once. */
  private final class Work implements Runnable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final RuntimeException failure;

    Work(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public void run() {
      if (failure != null) {
        throw failure;
      }
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stopped.add("work ended");
    }

    void stop() {
      closed.countDown();
    }
  }

  @Test
  void partsStopInTheOppositeOrderOfTheirStart() {
    keep("first");
    keep("second");
    parts.close();
    parts.close();
    assertThat(stopped).containsExactly("second", "first");
  }

  @Test
  void partThatDoesNotStopCleanlyKeepsNoOtherFromIt() {
    keep("first");
    AutoCloseable unused =
        parts.keep(
            (AutoCloseable)
                () -> {
                  throw new IllegalStateException("cannot stop");
                });
    parts.close();
    assertThat(stopped).containsExactly("first");
  }

  @Test
  void whatComesBeforeTheEndIsDoneWhileEveryPartIsThere() {
    parts.beforeStop(() -> stopped.add("drained"));
    keep("part");
    parts.close();
    assertThat(stopped).containsExactly("drained", "part");
  }

  @Test
  void workIsWaitedForUntilItHasEnded() throws InterruptedException {
    keep("first");
    Work work = new Work(null);
    parts.work("work", work, work::stop);
    parts.close();
    assertThat(stopped).containsExactly("work ended", "first");
    assertThat(parts.awaitEnd()).isEmpty();
  }

  @Test
  void failureOfWorkIsTheEndAndItsCause() throws InterruptedException {
    IllegalStateException failure = new IllegalStateException("broken");
    Work work = new Work(failure);
    parts.work("work", work, work::stop);
    assertThat(parts.awaitEnd()).contains(failure);
  }

  @Test
  void firstCauseOfTheEndCounts() throws InterruptedException {
    IllegalStateException failure = new IllegalStateException("broken");
    parts.end(Optional.of(failure));
    parts.end(Optional.of(new IllegalStateException("broken by the first")));
    parts.close();
    assertThat(parts.awaitEnd()).contains(failure);
  }

  @Test
  void partThatComesAfterTheEndIsStoppedAtOnce() {
    parts.close();
    assertThatThrownBy(() -> keep("late")).isInstanceOf(IllegalStateException.class);
    assertThat(stopped).containsExactly("late");
  }
}
