package io.tidemark.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.util.Date;
import java.util.function.Consumer;

/**
 * Writes one answer, a piece at a time: of a long one to a slow reader no more than a piece is
 * copied beside the heap. To be used on the connection's event loop.
 */
final class ResponseWriter {
  private static final int PIECE = 1 << 17;

  private final ChannelHandlerContext ctx;
  private final Exchange exchange;
  private final Response response;
  private int position;

  ResponseWriter(ChannelHandlerContext ctx, Exchange exchange, Response response) {
    this.ctx = ctx;
    this.exchange = exchange;
    this.response = response;
  }

  /**
   * Writes it.
   *
   * @param then told whether the client's side has taken all of it
   */
  void write(Consumer<Boolean> then) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    byte[] body = response.body();
    if (exchange.isHead() || body.length <= PIECE) {
      byte[] sent = exchange.isHead() ? new byte[0] : body;
      DefaultFullHttpResponse whole =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(sent));
      fill(whole.headers());
      ctx.writeAndFlush(whole).addListener(written -> then.accept(written.isSuccess()));
    } else {
      DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
      fill(head.headers());
      goOn(ctx.write(head), then);
    }
  }

  private void goOn(ChannelFuture before, Consumer<Boolean> then) {
    int length = Math.min(PIECE, response.body().length - position);
    if (length == 0) {
      ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(written -> then.accept(written.isSuccess()));
      return;
    }
    ChannelFuture piece =
        ctx.writeAndFlush(
            new DefaultHttpContent(Unpooled.wrappedBuffer(response.body(), position, length)));
    position += length;
    piece.addListener(
        written -> {
          if (written.isSuccess()) {
            goOn(piece, then);
          } else {
            then.accept(false);
          }
        });
  }

  private void fill(HttpHeaders headers) {
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    response.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
    HttpUtil.setKeepAlive(headers, exchange.head().protocolVersion(), exchange.isKeepAlive());
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
