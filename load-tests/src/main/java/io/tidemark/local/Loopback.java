package io.tidemark.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Ports of 127.0.0.1. */
final class Loopback {

  static final String HOST = "127.0.0.1";

  /** Never the IPv6 one: the servers are told to bind 127.0.0.1. */
  static final InetAddress ADDRESS = address();

  private static final Duration CONNECT = Duration.ofMillis(500);

  private Loopback() {}

  /**
   * A port nobody listens on. Another process can take it before its user does; the server then
   * fails to start and says so.
   */
  static int freePort() {
    try (ServerSocket socket = bind(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StackException("No free port on " + HOST + ": " + e.getMessage(), e);
    }
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
