package io.tidemark.local;

import java.time.Duration;

/** What happens to a service, or to what it needs, while windows close. */
public enum Disturbance {
  /** Nothing. */
  NONE(Duration.ZERO),
  /** It is killed, and started when all is over. */
  KILL(Duration.ZERO),
  /** As {@link #KILL}, and its state is gone. */
  LOSE_STATE(Duration.ZERO),
  /** It is killed for good, and a second instance that runs has all to itself. */
  TAKE_OVER(Duration.ZERO),
  /** It is stopped for five seconds, without being told. */
  PAUSE_5S(Duration.ofSeconds(5)),
  /** It is stopped for fifteen seconds. */
  PAUSE_15S(Duration.ofSeconds(15)),
  /** It is stopped for a minute. */
  PAUSE_60S(Duration.ofSeconds(60)),
  /** The broker is killed and comes back. */
  BROKER(Duration.ZERO),
  /** The registry does not answer until windows have closed. */
  REGISTRY(Duration.ZERO);

  private final Duration pause;

  Disturbance(Duration pause) {
    this.pause = pause;
  }

  Duration pause() {
    return pause;
  }

  boolean isPause() {
    return !pause.isZero();
  }

  /** Whether the service is away while windows close. */
  boolean isKill() {
    return this == KILL || this == LOSE_STATE || this == TAKE_OVER;
  }
}
