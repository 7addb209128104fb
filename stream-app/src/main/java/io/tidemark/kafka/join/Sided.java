package io.tidemark.kafka.join;

import io.tidemark.join.JoinInput;
import io.tidemark.kafka.join.JoinTopology.ToJoin;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * One of the two sides of the join, and the bytes it was read from.
 *
 * @param input what the join takes
 * @param wire its log on the topic by request id
 * @param entities names of those that it is about; none of an outcome
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sided(JoinInput input, byte[] wire, Set<String> entities) implements ToJoin {
  /** An outcome. */
  Sided(JoinInput.Happened input, byte[] wire) {
    this(input, wire, Set.of());
  }

  /** The record as it came, if it is to be refused. */
  Refusable refusable(Headers headers) {
    return new Refusable(wire, SourceHeader.read(headers));
  }

  /**
   * What a record is made of again as it came.
   *
   * @param wire its log on the topic by request id
   * @param besides what is needed besides; null where nobody thought it would be refused
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Refusable(byte[] wire, byte[] besides) {}
}
