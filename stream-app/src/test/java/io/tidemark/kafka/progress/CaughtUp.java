package io.tidemark.kafka.progress;

import java.time.Clock;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/** Inputs that are read the moment they are written. */
public final class CaughtUp implements InputProgress {
  private final Clock wall;
  private final LongSupplier endOfInputMs;

  public CaughtUp(Clock wall) {
    this(wall, () -> 0);
  }

  /** The same with an end that may be declared. */
  public CaughtUp(Clock wall, LongSupplier endOfInputMs) {
    this.wall = wall;
    this.endOfInputMs = endOfInputMs;
  }

  @Override
  public long endOfInputMs() {
    return endOfInputMs.getAsLong();
  }

  @Override
  public void begins(Collection<TopicPartition> byRequest) {
    // nothing is ever unread
  }

  @Override
  public void processed(TopicPartition byRequest, long offset) {
    // nothing is ever unread
  }

  @Override
  public long arrivedMs(TopicPartition input, long offset, long stampMs) {
    return stampMs;
  }

  @Override
  public OptionalLong inputsReadThroughMs() {
    return OptionalLong.of(wall.millis());
  }

  @Override
  public OptionalLong readThroughMs(Collection<TopicPartition> byRequest) {
    return OptionalLong.of(wall.millis());
  }
}
