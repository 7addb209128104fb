package io.tidemark.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of W3C's Trace Context, by which a record of ours belongs to the trace of the record
 * it came from. No other header of a producer goes on: framing would be wrong, the rest is cost.
 *
 * <p>In state and in plain Java a trace is one text, {@code traceparent} and, behind a line break,
 * {@code tracestate}; empty where there is none. What the values say is not looked at.
 */
public final class TraceHeaders {
  /** Names the trace and the step in it. */
  public static final String PARENT = "traceparent";

  /** What vendors add; means nothing without {@link #PARENT}. */
  public static final String STATE = "tracestate";

  private static final char BREAK = '\n';

  private TraceHeaders() {}

  /** The trace that headers name; empty where they name none. */
  public static String read(Headers headers) {
    String parent = last(headers, PARENT);
    if (parent.isEmpty() || parent.indexOf(BREAK) >= 0) {
      return "";
    }
    String state = last(headers, STATE);
    return state.isEmpty() ? parent : parent + BREAK + state;
  }

  private static String last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), ISO_8859_1);
  }

  /** New headers that name a trace and nothing else. */
  public static Headers write(String trace) {
    Headers headers = new RecordHeaders();
    int end = trace.indexOf(BREAK);
    if (!trace.isEmpty()) {
      headers.add(PARENT, bytes(end < 0 ? trace : trace.substring(0, end)));
    }
    if (end >= 0) {
      headers.add(STATE, bytes(trace.substring(end + 1)));
    }
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** New headers with the trace that others name. */
  public static Headers only(Headers headers) {
    return write(read(headers));
  }
}
