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
 * @param edge connections, TLS, and a port of its own for health
 */
public record HttpSettings(
    InetSocketAddress address,
    int threads,
    int maxBodyBytes,
    AccessTokens tokens,
    Duration drainDelay,
    Duration drainLimit,
    HttpEdge edge) {

  /** With {@link HttpEdge#DEFAULT}. */
  public HttpSettings(
      InetSocketAddress address,
      int threads,
      int maxBodyBytes,
      AccessTokens tokens,
      Duration drainDelay,
      Duration drainLimit) {
    this(address, threads, maxBodyBytes, tokens, drainDelay, drainLimit, HttpEdge.DEFAULT);
  }

  /** 8 threads, bodies up to 1 MiB, no tokens, 2 s for requests in flight. */
  public static HttpSettings of(InetSocketAddress address) {
    return new HttpSettings(
        address, 8, 1 << 20, AccessTokens.none(), Duration.ZERO, Duration.ofSeconds(2));
  }

  /** The same with another edge. */
  public HttpSettings with(HttpEdge other) {
    return new HttpSettings(address, threads, maxBodyBytes, tokens, drainDelay, drainLimit, other);
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
