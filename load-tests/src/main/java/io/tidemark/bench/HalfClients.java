package io.tidemark.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of one kind that never finish: each sends the beginning of a request, then a byte now and
 * then, and reads nothing. Who is cut off comes again, at most 400 a second. One thread drives them
 * all.
 */
final class HalfClients implements AutoCloseable {
  static final String HALF_HEAD = "GET /v1/features HTTP/1.1\r\nHost: localho";
  static final String SLOW_BODY =
      "POST /v1/features/user HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is measured is what halves hold, not what a flood of connections costs. */
  private static final int MOST_A_SECOND = 400;

  private static final int SMALL_WINDOW = 4_096;

  private final InetSocketAddress server;
  private final String beginning;
  private final int addresses;
  private final int count;
  private final List<SocketChannel> open = new ArrayList<>();
  private final AtomicLong connected = new AtomicLong();
  private final Thread thread = new Thread(this::run, "half-clients");
  private volatile boolean ended;

  /**
   * Begins at once.
   *
   * @param count how many there are
   * @param addresses of the loopback network that they come from in turn
   */
  HalfClients(InetSocketAddress server, String beginning, int count, int addresses) {
    this.server = server;
    this.beginning = beginning;
    this.count = count;
    this.addresses = addresses;
    thread.setDaemon(true);
    thread.start();
  }

  /** A client that asks for a path and does not read the answer. */
  static String slowReader(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  /** Connections that were opened so far, with those that came again. */
  long connected() {
    return connected.get();
  }

  private void run() {
    while (!ended) {
      long next = System.nanoTime() + PAUSE_NANOS;
      open.removeIf(channel -> !send(channel, "a"));
      for (int i = 0; i < MOST_A_SECOND && !ended && open.size() < count; i++) {
        begin();
      }
      while (!ended && System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void begin() {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
      channel.bind(new InetSocketAddress(address(), 0));
      channel.connect(server);
      channel.configureBlocking(false);
      if (send(channel, beginning)) {
        open.add(channel);
      }
    } catch (IOException e) {
      LockSupport.parkNanos(PAUSE_NANOS / 100); // refused: it tries again
    }
  }

  private InetAddress address() throws IOException {
    byte last = (byte) (1 + connected.getAndIncrement() % addresses);
    return InetAddress.getByAddress(new byte[] {127, 0, 0, last});
  }

  private static boolean send(SocketChannel channel, String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      return channel.write(bytes) >= 0;
    } catch (IOException e) {
      close(channel);
      return false;
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("A socket that is given up does not fail to close", e);
    }
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(HalfClients::close);
  }
}
