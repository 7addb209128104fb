package io.tidemark.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One port: accepts connections within their bounds, and has each read by a {@link RequestReader}.
 * One thread accepts and looks at deadlines, others read and write; none of them waits for
 * anything.
 */
final class ServerPort implements AutoCloseable {
  static final int MAX_LINE = 8_192;
  static final int MAX_HEADER_BYTES = 16_384;

  /**
   * More than there may be processors: what many slow clients cost one loop, the others are spared.
   */
  private static final int LOOPS = 8;

  private static final int MAX_CHUNK = 1 << 16;
  private static final long SWEEP_MS = 250;
  private static final long END_MS = 1_000;

  private final Connections connections;
  private final ConnectionLimits limits;
  private final Desk desk;
  private final Optional<TlsCertificates> tls;
  private final boolean healthAlone;
  private final EventLoopGroup acceptor;
  private final EventLoopGroup loops;
  private final Channel server;

  /**
   * Binds, and accepts nothing yet.
   *
   * @param name of its threads
   * @param healthAlone whether it answers health and nothing else, in plain HTTP
   * @throws UncheckedIOException when the address is taken or not there
   */
  ServerPort(
      String name,
      InetSocketAddress address,
      HttpEdge edge,
      Desk desk,
      Optional<TlsCertificates> tls,
      boolean healthAlone) {
    this.limits = edge.limits();
    this.connections = new Connections(limits, desk::refused);
    this.desk = desk;
    this.tls = tls;
    this.healthAlone = healthAlone;
    this.acceptor = threads(name + "-accept", 1);
    this.loops = threads(name + "-io", healthAlone ? 1 : LOOPS);
    this.server = bound(address);
  }

  private static EventLoopGroup threads(String name, int count) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  private Channel bound(InetSocketAddress address) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(acceptor, loops)
            .channelFactory(Sockets::new)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Pipelines())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      end();
      throw new UncheckedIOException(
          "Cannot listen on %s: %s. Choose another address or port"
              .formatted(address, bound.cause().getMessage()),
          new IOException(bound.cause()));
    }
    return bound.channel();
  }

  /** Begins to accept. */
  void start() {
    acceptor.scheduleWithFixedDelay(connections::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    server.config().setAutoRead(true);
  }

  /** Where it listens, with the port that was picked. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** Connections that are open. */
  int connections() {
    return connections.count();
  }

  private final class Pipelines extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      if (channel.remoteAddress() == null) {
        channel.close(); // gone already
        return;
      }
      Connection connection = new Connection(channel);
      if (!connections.admit(connection)) {
        channel.close();
        return;
      }
      channel.closeFuture().addListener(closed -> connections.forget(connection));
      ChannelPipeline pipeline = channel.pipeline();
      tls.ifPresent(certificates -> pipeline.addLast(certificates.handler(channel, limits.head())));
      pipeline.addLast(new Arrivals(connection));
      pipeline.addLast(new RequestDecoder(decoding()));
      pipeline.addLast(new FlowControlHandler());
      pipeline.addLast(new RequestReader(connection, connections, limits, desk, healthAlone));
    }
  }

  private static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(MAX_CHUNK);
  }

  private void end() {
    acceptor.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS);
    loops.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_MS);
    acceptor.terminationFuture().awaitUninterruptibly(END_MS);
  }

  /** Closes every connection and stops listening. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly(END_MS);
    end();
  }
}
