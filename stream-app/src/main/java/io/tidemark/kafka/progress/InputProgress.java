package io.tidemark.kafka.progress;

import java.util.Collection;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** How far the inputs of a model's join, or of drift, have been read. Thread-safe. */
public interface InputProgress {

  /** A task begins, or begins again, to read these partitions by request id. */
  void begins(Collection<TopicPartition> byRequest);

  /** A task has processed a record of a topic by request id. */
  void processed(TopicPartition byRequest, long offset);

  /**
   * When a record of an input topic came, milliseconds since the Unix epoch: at its timestamp, but
   * not before it was known not to be there.
   */
  long arrivedMs(TopicPartition input, long offset, long stampMs);

  /**
   * The time up to which a task has processed everything that came to any input, whoever read it
   * there; empty while that is unknown.
   *
   * @param byRequest the partitions by request id that the task reads; none where what is read and
   *     committed is all there is to do
   */
  OptionalLong readThroughMs(Collection<TopicPartition> byRequest);

  /**
   * The time up to which everything that came to any input is read there, whoever reads it, and
   * committed; empty while that is unknown. A task cannot have processed more than this.
   */
  OptionalLong inputsReadThroughMs();

  /**
   * When it was last declared that the inputs have got all their records, milliseconds since the
   * Unix epoch; 0 where it never was.
   */
  long endOfInputMs();
}
