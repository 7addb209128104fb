package io.tidemark.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server that can be cut: connections are passed on, or refused and dropped.
 *
 * <p>The local registry forgets everything with its process, so an outage in which schemas survive
 * has to happen between it and the service.
 */
final class Switch implements AutoCloseable {
  private final URI target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Switch(URI target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread("accept", this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + target.getPath();
  }

  void begin() {
    cut = true;
    open.forEach(Switch::drop);
  }

  void end() {
    cut = false;
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket client = server.accept();
      if (cut) {
        drop(client);
      } else {
        join(client, new Socket(target.getHost(), target.getPort()));
      }
    }
  }

  private void join(Socket client, Socket upstream) {
    open.add(client);
    open.add(upstream);
    thread("up", () -> copy(client, upstream));
    thread("down", () -> copy(upstream, client));
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    }
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the connection was cut, which is what this is for
              }
            },
            "switch-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    begin();
    server.close();
  }
}
