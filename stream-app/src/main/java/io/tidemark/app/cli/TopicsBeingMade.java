package io.tidemark.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.regex.Pattern;
import org.slf4j.Marker;

/**
 * Leaves out of the log what Kafka's client warns of while Kafka Streams makes its topics: that
 * they are not there yet. Of all other topics, and of all else that goes wrong with a connection,
 * the same logger has to warn. Thread-safe.
 */
public final class TopicsBeingMade extends TurboFilter {
  private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";

  private static final Pattern INTERNAL_ALONE =
      Pattern.compile(
          ".*reported a recoverable issue with correlation id \\d+ : \\{"
              + "[^,={}]+-(repartition|changelog)=(UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE)"
              + "(, [^,={}]+-(repartition|changelog)"
              + "=(UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE))*\\}");

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable thrown) {
    boolean left =
        Level.WARN.equals(level)
            && format != null
            && CLIENT.equals(logger.getName())
            && INTERNAL_ALONE.matcher(format).matches();
    return left ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
