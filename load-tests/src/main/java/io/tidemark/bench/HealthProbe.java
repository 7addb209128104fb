package io.tidemark.bench;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Asks whether a process lives, as an orchestrator does: over a new connection each time. */
record HealthProbe(InetSocketAddress server) implements OpenLoop.Client {
  private static final byte[] REQUEST = HttpConnection.request("GET", "/health/live", "");

  @Override
  public Object request(long number) throws Exception {
    try (HttpConnection connection = new HttpConnection(server)) {
      return new String(connection.exchange(REQUEST), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void check(long number, Object answer) {
    ServeBenchmark.require(number, "{\"status\":\"live\"}", answer.toString());
  }
}
