package io.tidemark.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1. */
final class Loopback {

  static final String HOST = "127.0.0.1";

  /** Never the IPv6 one: the servers are told to bind 127.0.0.1. */
  static final InetAddress ADDRESS = address();

  /**
   * Free ports are drawn from below the range in which systems number outgoing connections (from
   * 32,768 on Linux, from 49,152 elsewhere). A port of that range, free when it was asked for, may
   * belong to a client's connection seconds later, when its server comes to bind it.
   */
  private static final int LOWEST = 10_240;

  private static final int OUTGOING = 32_768;

  /** The bus of a node of a Redis Cluster is so far above its port. */
  private static final int BUS = 10_000;

  private static final int HIGHEST = OUTGOING - BUS;

  private static final int DRAWS = 1_000;

  private static final Duration CONNECT = Duration.ofMillis(500);

  private Loopback() {}

  /**
   * A port nobody listens on and no outgoing connection is given, and so is the bus above it.
   * Another server can take it before its user does; that user then fails to start and says so.
   */
  static int freePort() {
    return ThreadLocalRandom.current()
        .ints(DRAWS, LOWEST, HIGHEST)
        .filter(port -> isFree(port) && isFree(port + BUS))
        .findFirst()
        .orElseThrow(
            () ->
                new StackException(
                    "No free port on %s: %d drawn from %d to %d are all in use."
                        .formatted(HOST, DRAWS, LOWEST, HIGHEST - 1)));
  }

  /**
   * The wanted port, or a free one for 0.
   *
   * @param flag what a user types to choose another port
   * @throws StackException when the wanted port is in use
   */
  static int claim(int wanted, String server, String flag) {
    if (wanted == 0) {
      return freePort();
    }
    try (ServerSocket socket = bind(wanted)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StackException(
          "Port %d for %s is in use on %s (%s). Stop what listens there, or choose another with %s."
              .formatted(wanted, server, HOST, e.getMessage(), flag),
          e);
    }
  }

  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(ADDRESS, port), (int) CONNECT.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress address() {
    try {
      return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an IPv4 address", e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      // as the servers do: a port in TIME_WAIT after a restart is free
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(ADDRESS, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
