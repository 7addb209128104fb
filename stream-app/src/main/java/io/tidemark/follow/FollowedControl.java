package io.tidemark.follow;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.entity.Rebuilds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators have asked for, known before the topology starts. A command of a kind that is
 * newer than this version is left to those who know it. Any thread may ask.
 */
public final class FollowedControl implements Followed<ControlCommand> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedControl.class);
  private volatile String rebuild = "";
  private volatile long endOfInputMs;

  /** The newest request to send every vector again; empty when there was none. */
  public String rebuild() {
    return rebuild;
  }

  /**
   * When it was last said that the inputs of labels have got all their records, milliseconds since
   * the Unix epoch; 0 where it never was.
   */
  public long endOfInputMs() {
    return endOfInputMs;
  }

  @Override
  public void accept(ControlCommand command) {
    if (command.getKind() == ControlKind.REBUILD) {
      String request = Rebuilds.request(command.getRequestedAt().toEpochMilli(), command.getId());
      rebuild = Rebuilds.later(rebuild, request);
      LOG.info("Rebuild {} asked for at {}", command.getId(), command.getRequestedAt());
    } else if (command.getKind() == ControlKind.END_OF_INPUT) {
      endOfInputMs = Math.max(endOfInputMs, command.getRequestedAt().toEpochMilli());
      LOG.info("The inputs of labels end at {}", command.getRequestedAt());
    }
  }

  @Override
  public void remove(String key) {
    // what was asked for is carried out, or under way: it cannot be taken back
  }
}
