package io.tidemark.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Accepts connections that a thread other than the event loop may write to. */
final class Sockets extends NioServerSocketChannel {

  @Override
  protected int doReadMessages(List<Object> accepted) throws IOException {
    SocketChannel socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    accepted.add(new Open(this, socket));
    return 1;
  }

  /** One accepted connection. */
  static final class Open extends NioSocketChannel {
    Open(Channel parent, SocketChannel socket) {
      super(parent, socket);
    }

    /** Hands the socket what it takes without waiting; while the event loop writes nothing. */
    long write(ByteBuffer... bytes) throws IOException {
      return javaChannel().write(bytes);
    }
  }
}
