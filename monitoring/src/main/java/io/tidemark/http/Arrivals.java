package io.tidemark.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notes the first byte of a request, and is where bytes of an answer enter the pipeline. */
final class Arrivals extends ChannelInboundHandlerAdapter {
  private final Connection connection;

  Arrivals(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    connection.bytesCame();
    ctx.fireChannelRead(bytes);
  }
}
