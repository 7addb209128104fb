package io.tidemark.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes one answer, a piece at a time: of a long one to a slow reader no more than a piece is
 * copied beside the heap. The thread that made it begins, which spares the client's answer a
 * hand-over; what the socket does not take at once is left to the event loop.
 */
final class ResponseWriter {
  private static final int PIECE = 1 << 17;
  private static final String LINE_END = "\r\n";

  private final Exchange exchange;
  private final Response response;
  private final ByteBuffer head;
  private final ByteBuffer body;

  /**
   * An answer that is not written yet.
   *
   * @throws IllegalArgumentException when its headers or its status are none of HTTP
   */
  ResponseWriter(Exchange exchange, Response response) {
    this.exchange = exchange;
    this.response = response;
    this.head = ByteBuffer.wrap(head().getBytes(StandardCharsets.ISO_8859_1));
    this.body = ByteBuffer.wrap(exchange.isHead() ? new byte[0] : response.body());
  }

  int status() {
    return response.status();
  }

  private String head() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    response.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
    HttpUtil.setKeepAlive(headers, exchange.head().protocolVersion(), exchange.isKeepAlive());
    StringBuilder text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(HttpResponseStatus.valueOf(response.status()));
    for (Map.Entry<String, String> header : headers.entries()) {
      text.append(LINE_END).append(header.getKey()).append(": ").append(header.getValue());
    }
    return text.append(LINE_END).append(LINE_END).toString();
  }

  /** Whether the socket has taken all of it. */
  boolean isWritten() {
    return !head.hasRemaining() && !body.hasRemaining();
  }

  /** Writes what the socket takes without waiting; on any thread, while the loop writes nothing. */
  void writeNow(Sockets.Open socket) throws IOException {
    boolean taken = true;
    while (taken && !isWritten()) {
      ByteBuffer piece = piece();
      socket.write(head, piece);
      taken = !head.hasRemaining() && !piece.hasRemaining();
      body.position(piece.position());
    }
  }

  private ByteBuffer piece() {
    ByteBuffer piece = body.duplicate();
    return piece.limit(Math.min(piece.limit(), piece.position() + PIECE));
  }

  /**
   * Writes the rest, on the event loop.
   *
   * @param bytes the first handler of a pipeline that sees bytes without TLS
   * @param then told whether the client's side has taken all of it
   */
  void writeRest(ChannelHandlerContext bytes, Consumer<Boolean> then) {
    ByteBuffer piece = piece();
    body.position(piece.limit());
    ChannelFuture written = bytes.writeAndFlush(Unpooled.wrappedBuffer(head.duplicate(), piece));
    head.position(head.limit());
    written.addListener(
        done -> {
          if (done.isSuccess() && !isWritten()) {
            writeRest(bytes, then);
          } else {
            then.accept(done.isSuccess());
          }
        });
  }

  /** Tells the client that nothing more comes, while what it still sends can be read. */
  static void endOutput(ChannelHandlerContext ctx) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    ChannelFuture ended =
        tls == null ? ((SocketChannel) ctx.channel()).shutdownOutput() : tls.closeOutbound();
    ended.addListener(
        done -> {
          if (!done.isSuccess()) {
            ctx.close();
          }
        });
  }
}
