package io.tidemark.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Parses requests, and knows of one whose first line is none, or never ends, whether it is a HEAD:
 * the parser calls each of them a GET, and its answer would have a body.
 */
final class RequestDecoder extends HttpRequestDecoder {
  private static final byte[] HEAD = "HEAD ".getBytes(StandardCharsets.US_ASCII);

  private boolean between = true;
  private boolean head;

  RequestDecoder(HttpDecoderConfig config) {
    super(config);
  }

  /** Whether the request that came last, or has begun to come, is a HEAD. */
  boolean isHead() {
    return head;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> messages)
      throws Exception {
    int before = messages.size();
    // empty lines before a request are passed over, as the parser does
    int start = bytes.forEachByte(each -> each <= ' ');
    if (between) {
      head = start >= 0 && beginsWithHead(bytes, start);
    }
    super.decode(ctx, bytes, messages);
    if (messages.size() > before) {
      between = messages.get(messages.size() - 1) instanceof LastHttpContent;
    } else if (start >= 0 && bytes.readerIndex() > start) {
      between = false;
    }
  }

  private static boolean beginsWithHead(ByteBuf bytes, int start) {
    if (bytes.writerIndex() - start < HEAD.length) {
      return false;
    }
    for (int i = 0; i < HEAD.length; i++) {
      if (bytes.getByte(start + i) != HEAD[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected HttpMessage createInvalidMessage() {
    HttpMessage invalid = super.createInvalidMessage();
    if (head) {
      ((HttpRequest) invalid).setMethod(HttpMethod.HEAD);
    }
    return invalid;
  }
}
