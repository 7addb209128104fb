package io.tidemark.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a server listens and ends.
 *
 * @param address where to listen; port 0 picks a free one
 * @param threads how many requests are worked on at once, at least 1
 * @param maxBodyBytes longest body of a request that is read
 * @param tokens who may do what
 * @param drainDelay how long after readiness is off requests are still taken, so that a load
 *     balancer can look elsewhere first
 * @param drainLimit longest wait for requests in flight
 */
public record HttpSettings(
    InetSocketAddress address,
    int threads,
    int maxBodyBytes,
    AccessTokens tokens,
    Duration drainDelay,
    Duration drainLimit) {

  /** 8 threads, bodies up to 1 MiB, no tokens, 2 s for requests in flight. */
  public static HttpSettings of(InetSocketAddress address) {
    return new HttpSettings(
        address, 8, 1 << 20, AccessTokens.none(), Duration.ZERO, Duration.ofSeconds(2));
  }

  /**
   * Refuses to show to a network what no token protects.
   *
   * @throws IllegalArgumentException when the address is not a loopback one and there are no tokens
   */
  public void requireProtection() {
    boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    if (!loopback && tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "Refused to listen on %s without a token: beyond 127.0.0.1 every request needs one. Set http.tokens.read and http.tokens.ops (TIDEMARK_HTTP_TOKENS_READ_FILE names a file with it), or http.host=127.0.0.1"
              .formatted(address));
    }
  }
}
