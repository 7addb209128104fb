package io.tidemark.kafka.follow;

import io.tidemark.follow.Followed;
import io.tidemark.kafka.Topics.Topic;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A topic that is followed, by whom and how.
 *
 * @param <T> class of the topic's values
 * @param by takes in what it says
 * @param past how long ago reading begins that was not begun before; empty for all that the topic
 *     holds
 * @param again of what was read before a restart, how much is read again by one who kept the rest
 * @param awaited whether the start waits until the topic is read to its end
 * @param needed whether a failure, such as a topic closed to this user, ends the follower;
 *     otherwise the topic alone is given up
 */
public record FollowedTopic<T extends SpecificRecordBase>(
    Topic<T> topic,
    Followed<T> by,
    Optional<Duration> past,
    Duration again,
    boolean awaited,
    boolean needed) {

  /** A topic that nothing goes without: read whole, before the start goes on. */
  public static <T extends SpecificRecordBase> FollowedTopic<T> needed(
      Topic<T> topic, Followed<T> by) {
    return new FollowedTopic<>(topic, by, Optional.empty(), Duration.ZERO, true, true);
  }

  /** A topic that is of use as long as it can be read: what is newer than an age, in its time. */
  public static <T extends SpecificRecordBase> FollowedTopic<T> optional(
      Topic<T> topic, Followed<T> by, Duration past) {
    return kept(topic, by, Optional.of(past), Duration.ZERO);
  }

  /** The same of one who goes on after a restart where it was, or a little before. */
  public static <T extends SpecificRecordBase> FollowedTopic<T> kept(
      Topic<T> topic, Followed<T> by, Optional<Duration> past, Duration again) {
    return new FollowedTopic<>(topic, by, past, again, false, false);
  }

  String name() {
    return topic.name();
  }

  Class<T> type() {
    return topic.type();
  }
}
