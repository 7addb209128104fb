package io.tidemark.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server and cuts the connection in the middle of the answers. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;

  /** Bytes of answers that still pass, over all connections. */
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  CuttingProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String url() {
    return "redis://127.0.0.1:" + server.getLocalPort();
  }

  /** Lets this many bytes of answers pass, then cuts; connections after that are whole. */
  void cutAfter(long bytes) {
    left.set(bytes);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
        start(() -> pump(client, redis, false));
        start(() -> pump(redis, client, true));
      }
    } catch (IOException e) {
      // The proxy was closed.
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1024];
    try {
      for (int n; (n = from.getInputStream().read(buffer)) >= 0; ) {
        long before = answers ? left.getAndAdd(-n) : Long.MAX_VALUE;
        to.getOutputStream().write(buffer, 0, (int) Math.max(0, Math.min(n, before)));
        if (before < n) {
          left.set(Long.MAX_VALUE);
          // Not closed, which would take back what is on its way; the client will close.
          to.shutdownOutput();
          return;
        }
      }
    } catch (IOException e) {
      // Either side went away, which ends the connection.
    }
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
