package io.tidemark.kafka;

import io.tidemark.task.TaskClock;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Under stream time, what time it was in a record's partition when the record was believed, on its
 * way through our own topics: whoever moves with stream time moves by that, and not by the record's
 * own time, which may be the wrong one while nothing is known yet. Under the wall clock a header of
 * this name is its producer's and says nothing.
 */
public final class StreamTimeHeader {
  private static final String NAME = "tidemark_stream_time";

  private StreamTimeHeader() {}

  /**
   * Replaces what the headers say.
   *
   * @param streamMs milliseconds since the Unix epoch; {@link TaskClock#NOT_SET} to say nothing
   */
  public static Headers write(Headers headers, long streamMs) {
    headers.remove(NAME);
    return streamMs == TaskClock.NOT_SET
        ? headers
        : headers.add(NAME, ByteBuffer.allocate(Long.BYTES).putLong(streamMs).array());
  }

  /** Milliseconds since the Unix epoch; {@link TaskClock#NOT_SET} where nothing is said. */
  public static long read(Headers headers) {
    Header header = headers.lastHeader(NAME);
    boolean said = header != null && header.value() != null && header.value().length == Long.BYTES;
    return said ? ByteBuffer.wrap(header.value()).getLong() : TaskClock.NOT_SET;
  }
}
