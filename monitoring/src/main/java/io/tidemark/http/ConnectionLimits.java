package io.tidemark.http;

import java.time.Duration;

/**
 * How many connections there may be, and how long each may take for what.
 *
 * @param most open at once, at least 1
 * @param mostPerAddress open at once from one address, at least 1
 * @param head longest time from connecting, or from the first byte of a later request, until the
 *     head of the request is complete
 * @param body longest time from there until its body is complete
 * @param write longest time a client may take to read an answer
 * @param idle longest time a connection is kept between two requests
 */
public record ConnectionLimits(
    int most, int mostPerAddress, Duration head, Duration body, Duration write, Duration idle) {

  /** 2,048, of which 512 from one address; 5 s, 10 s, 30 s and 60 s. */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          2_048,
          512,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  public ConnectionLimits {
    if (most < 1 || mostPerAddress < 1) {
      throw new IllegalArgumentException(
          "Invalid bound of %d connections, %d of one address: must be at least 1"
              .formatted(most, mostPerAddress));
    }
  }

  /** The same with other numbers of connections. */
  public ConnectionLimits atMost(int connections, int perAddress) {
    return new ConnectionLimits(connections, perAddress, head, body, write, idle);
  }
}
