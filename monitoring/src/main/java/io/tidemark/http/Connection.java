package io.tidemark.http;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One client's connection and what it is at. Its event loop changes it; other threads look at it
 * and may be a moment behind.
 */
final class Connection {

  /** What a connection is at. */
  enum Stage {
    /** Nothing was sent yet. */
    NEW,
    /** The head of a request is coming. */
    HEAD,
    /** Its body is. */
    BODY,
    /** It is being answered. */
    WORKING,
    /** The client is to read the answer. */
    WRITING,
    /** Between two requests. */
    IDLE,
    /** The last answer is written; what still comes is thrown away. */
    CLOSING
  }

  /** Fired into the pipeline of a connection that takes too long. */
  record Expired(Stage stage, long sinceNanos) {}

  /** Fired into the pipeline of a connection that has to make way. */
  record Evicted() {}

  private final Channel channel;
  private final InetAddress address;
  private volatile Stage stage = Stage.NEW;
  private volatile long sinceNanos = System.nanoTime();

  Connection(Channel channel) {
    this.channel = channel;
    this.address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }

  Channel channel() {
    return channel;
  }

  InetAddress address() {
    return address;
  }

  Stage stage() {
    return stage;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  void enter(Stage next) {
    sinceNanos = System.nanoTime();
    stage = next;
  }

  /** Takes note that bytes came. */
  void bytesCame() {
    if (stage == Stage.IDLE || stage == Stage.NEW) {
      // a new connection's time runs from connecting
      sinceNanos = stage == Stage.IDLE ? System.nanoTime() : sinceNanos;
      stage = Stage.HEAD;
    }
  }

  /** Tells it to make way. */
  void evict() {
    channel.pipeline().fireUserEventTriggered(new Evicted());
  }

  boolean isExpired(ConnectionLimits limits, long nowNanos) {
    long limit =
        switch (stage) {
          case NEW, HEAD -> limits.head().toNanos();
          case BODY -> limits.body().toNanos();
          case WRITING -> limits.write().toNanos();
          case IDLE -> limits.idle().toNanos();
          case CLOSING -> Connections.LINGER_NANOS;
          case WORKING -> Long.MAX_VALUE;
        };
    return nowNanos - sinceNanos > limit;
  }

  void expire() {
    channel.pipeline().fireUserEventTriggered(new Expired(stage, sinceNanos));
  }
}
