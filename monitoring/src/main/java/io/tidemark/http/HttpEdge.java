package io.tidemark.http;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a server meets the network.
 *
 * @param limits what connections may do
 * @param healthPort a port for {@code /health/} alone, in plain HTTP, beside the one for
 *     everything; 0 picks a free one
 * @param tls certificate and key; plain HTTP without
 */
public record HttpEdge(ConnectionLimits limits, OptionalInt healthPort, Optional<TlsFiles> tls) {

  /** Default limits, one port, plain HTTP. */
  public static final HttpEdge DEFAULT =
      new HttpEdge(ConnectionLimits.DEFAULT, OptionalInt.empty(), Optional.empty());
}
