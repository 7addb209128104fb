package io.tidemark.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.tidemark.http.Connection.Evicted;
import io.tidemark.http.Connection.Expired;
import io.tidemark.http.Connection.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of one connection, one after the other: the next is not read before the last
 * is answered, so that answers are in order and a connection holds one request at most. Runs on the
 * connection's event loop and never waits.
 */
final class RequestReader extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  private static final ByteBuf CONTINUE =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));

  private final Connection connection;
  private final Connections connections;
  private final ConnectionLimits limits;
  private final Desk desk;
  private final boolean healthAlone;

  /** What is being read or answered; {@code null} between two requests. */
  private Exchange exchange;

  RequestReader(
      Connection connection,
      Connections connections,
      ConnectionLimits limits,
      Desk desk,
      boolean healthAlone) {
    this.connection = connection;
    this.connections = connections;
    this.limits = limits;
    this.desk = desk;
    this.healthAlone = healthAlone;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (ctx.channel().isActive() && isReading()) {
        read(ctx, (HttpObject) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private boolean isReading() {
    Stage stage = connection.stage();
    return stage != Stage.WORKING && stage != Stage.WRITING && stage != Stage.CLOSING;
  }

  private void read(ChannelHandlerContext ctx, HttpObject message) {
    if (message instanceof HttpRequest head) {
      begin(ctx, head);
    }
    if (message.decoderResult().isFailure()) {
      desk.refused(Refusal.MALFORMED);
      answerAndEnd(ctx, refusal(message));
    } else if (message instanceof HttpContent content && isReading()) {
      take(ctx, content);
    }
  }

  private static RequestException refusal(HttpObject failed) {
    Throwable cause = failed.decoderResult().cause();
    return failed instanceof HttpRequest head
        ? Refusals.ofFraming(head.headers()).orElseGet(() -> Refusals.ofParser(cause))
        : Refusals.ofParser(cause);
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest head) {
    exchange = new Exchange(head);
    connection.enter(Stage.BODY);
    if (head.decoderResult().isFailure()) {
      return;
    }
    boolean waiting = HttpUtil.is100ContinueExpected(head);
    try {
      desk.open(exchange, healthAlone);
      if (waiting) {
        exchange.tellToGoOn();
        bytes(ctx).writeAndFlush(CONTINUE.duplicate());
      }
    } catch (RequestException e) {
      exchange.refuse(e);
      // whoever waits sends the body or not; the next request cannot be told from it
      if (waiting || desk.isEndless(HttpUtil.getContentLength(head, 0L))) {
        answerAndEnd(ctx, e);
      }
    }
  }

  private void take(ChannelHandlerContext ctx, HttpContent content) {
    try {
      if (exchange.refusal() == null) {
        desk.hold(exchange, content.content().readableBytes());
      }
    } catch (RequestException e) {
      exchange.refuse(e);
    }
    exchange.take(content.content());
    if (content instanceof LastHttpContent) {
      complete(ctx);
    } else if (desk.isEndless(exchange.received())) {
      answerAndEnd(ctx, exchange.refusal());
    }
  }

  private void complete(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(false);
    connection.enter(Stage.WORKING);
    Exchange complete = exchange;
    if (complete.refusal() != null) {
      write(ctx, complete, complete.refusal().response());
    } else {
      desk.answer(complete, response -> handBack(ctx, complete, response));
    }
  }

  /**
   * On the thread that answered: writes what the socket takes, and hands back to the event loop.
   */
  private void handBack(ChannelHandlerContext ctx, Exchange answered, Response response) {
    ResponseWriter writer = writer(answered, response);
    boolean broken = !begun(ctx, answered, writer);
    try {
      ctx.executor().execute(() -> goOn(ctx, answered, writer, broken));
    } catch (RejectedExecutionException e) {
      // the server was closed before, and with it the connection
      desk.leave(answered);
    }
  }

  private static ResponseWriter writer(Exchange answered, Response response) {
    try {
      return new ResponseWriter(answered, response);
    } catch (IllegalArgumentException e) {
      LOG.error("The answer of {} is none of HTTP", answered.label(), e);
      return new ResponseWriter(answered, Refusals.unexpected().response());
    }
  }

  /** Whether the connection is whole; with TLS, or another answer on its way, the loop does it. */
  private static boolean begun(
      ChannelHandlerContext ctx, Exchange answered, ResponseWriter writer) {
    boolean direct = !answered.wasToldToGoOn() && ctx.pipeline().get(SslHandler.class) == null;
    try {
      if (direct) {
        writer.writeNow((Sockets.Open) ctx.channel());
      }
      return true;
    } catch (IOException e) {
      return false; // the client is gone
    }
  }

  /** Answers a request of which more may come, that no one can tell from the next. */
  private void answerAndEnd(ChannelHandlerContext ctx, RequestException why) {
    ctx.channel().config().setAutoRead(false);
    exchange.endConnection();
    write(ctx, exchange, why.response());
  }

  private void goOn(
      ChannelHandlerContext ctx, Exchange answered, ResponseWriter writer, boolean broken) {
    if (broken || writer.isWritten()) {
      finished(ctx, answered, writer.status(), !broken);
    } else {
      writeRest(ctx, answered, writer);
    }
  }

  private void write(ChannelHandlerContext ctx, Exchange answered, Response response) {
    writeRest(ctx, answered, writer(answered, response));
  }

  private void writeRest(ChannelHandlerContext ctx, Exchange answered, ResponseWriter writer) {
    connection.enter(Stage.WRITING);
    writer.writeRest(bytes(ctx), written -> finished(ctx, answered, writer.status(), written));
  }

  private static ChannelHandlerContext bytes(ChannelHandlerContext ctx) {
    return ctx.pipeline().context(Arrivals.class);
  }

  private void finished(ChannelHandlerContext ctx, Exchange answered, int status, boolean written) {
    exchange = null;
    connection.enter(written && answered.isKeepAlive() ? Stage.IDLE : Stage.CLOSING);
    desk.finish(answered, connection.address(), status);
    if (!written) {
      ctx.close();
    } else if (answered.isKeepAlive()) {
      // not at once: of requests sent in a row each would be answered within the one before
      ctx.executor().execute(() -> ctx.channel().config().setAutoRead(true));
    } else {
      linger(ctx);
    }
  }

  /**
   * A connection closed with bytes unread is reset, and the client may not get to see the answer.
   */
  private void linger(ChannelHandlerContext ctx) {
    ResponseWriter.endOutput(ctx);
    ctx.channel().config().setAutoRead(true);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof Expired expired) {
      if (expired.sinceNanos() == connection.sinceNanos()
          && expired.stage() == connection.stage()) {
        expire(ctx);
      }
    } else if (event instanceof Evicted) {
      makeWay(ctx);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  private void expire(ChannelHandlerContext ctx) {
    switch (connection.stage()) {
      case HEAD -> late(ctx, Refusal.HEAD_DEADLINE, "head", limits.head());
      case BODY -> late(ctx, Refusal.BODY_DEADLINE, "body", limits.body());
      case NEW -> cut(ctx, Refusal.HEAD_DEADLINE);
      case WRITING -> cut(ctx, Refusal.WRITE_DEADLINE);
      case IDLE, CLOSING -> ctx.close();
      case WORKING -> LOG.debug("{} waits for its answer", connection.address());
    }
  }

  private void late(ChannelHandlerContext ctx, Refusal refusal, String part, Duration limit) {
    desk.refused(refusal);
    if (exchange == null) {
      exchange = Exchange.unread(ctx.pipeline().get(RequestDecoder.class).isHead());
    }
    answerAndEnd(ctx, Refusals.late(part, limit));
  }

  private void cut(ChannelHandlerContext ctx, Refusal refusal) {
    desk.refused(refusal);
    ctx.close();
  }

  private void makeWay(ChannelHandlerContext ctx) {
    if (connection.stage() == Stage.WORKING) {
      connections.restore(connection);
    } else {
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (exchange != null && connection.stage() == Stage.BODY) {
      desk.leave(exchange);
      exchange = null;
    }
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException) {
      // of TLS: what came is none, or asks for what is not offered
      desk.refused(Refusal.MALFORMED);
      LOG.debug("{} does not speak TLS as wanted", connection.address(), cause);
    } else if (!(cause instanceof IOException)) {
      LOG.error("Connection of {} failed", connection.address(), cause);
    }
    ctx.close();
  }
}
