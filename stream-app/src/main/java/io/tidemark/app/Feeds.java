package io.tidemark.app;

import io.tidemark.avro.Baseline;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.DriftMetric;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.control.ControlFeed;
import io.tidemark.kafka.drift.BaselineFeed;
import io.tidemark.kafka.query.DriftFeed;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that every instance follows, each on a thread of its own.
 *
 * @param registry where records read find their schemas
 * @param threads starts them
 */
record Feeds(KafkaClients clients, SchemaRegistry registry, Topics topics, Threads threads) {

  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

  /** Runs a feed under a name until it is closed. */
  @FunctionalInterface
  interface Threads {
    void start(String name, Runnable feed, AutoCloseable stop);
  }

  /** The baselines there are; read to the end before this returns. */
  BaselineFeed baselines() {
    BaselineFeed feed =
        new BaselineFeed(
            clients.reader("baselines"),
            AvroReader.specific(registry, Baseline.class),
            topics.baselines().name());
    feed.catchUp();
    threads.start("baseline-feed", feed, feed);
    return feed;
  }

  /** What operators have asked for; read to the end before this returns. */
  ControlFeed control() {
    ControlFeed feed =
        new ControlFeed(
            clients.reader("control"),
            AvroReader.specific(registry, ControlCommand.class),
            topics.control().name());
    feed.catchUp();
    threads.start("control-feed", feed, feed);
    return feed;
  }

  /** The current drift of some features. */
  DriftFeed drift(Set<String> features, Clock wall) {
    DriftFeed feed =
        new DriftFeed(
            clients.reader("drift"),
            AvroReader.specific(registry, DriftMetric.class),
            topics.drift().name(),
            features,
            wall);
    Runnable shown =
        () -> {
          try {
            feed.run();
          } catch (RuntimeException e) {
            // a figure of the catalogue is no reason to end: the topic may be closed to this user
            LOG.error("The catalogue shows no more drift", e);
          }
        };
    threads.start("drift-feed", shown, feed);
    return feed;
  }
}
