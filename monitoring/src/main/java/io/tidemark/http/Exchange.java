package io.tidemark.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request on its way: what has come of it, and where it goes. Used by one thread at a time: the
 * connection's, a worker, then the connection's again.
 */
final class Exchange {
  private static final String NO_ROUTE = "other";

  private final HttpRequest head;
  private final long startedNanos = System.nanoTime();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private RequestTarget target;
  private Routes.Match match;
  private RequestException refusal;
  private boolean accepted;
  private boolean keepAlive;
  private boolean toldToGoOn;
  private long received;
  private long counted;

  Exchange(HttpRequest head) {
    this.head = head;
    this.keepAlive = HttpUtil.isKeepAlive(head);
  }

  /** A request whose head was never complete. */
  static Exchange unread(boolean isHead) {
    HttpMethod method = isHead ? HttpMethod.HEAD : HttpMethod.GET;
    return new Exchange(
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/", EmptyHttpHeaders.INSTANCE));
  }

  HttpRequest head() {
    return head;
  }

  String method() {
    return head.method().name();
  }

  boolean isHead() {
    return method().equals("HEAD");
  }

  void aimAt(RequestTarget found) {
    target = found;
  }

  RequestTarget target() {
    return target;
  }

  void leadTo(Routes.Match found) {
    match = found;
  }

  Routes.Match match() {
    return match;
  }

  /** Method and pattern of the route, or {@code other}. */
  String label() {
    return match == null ? NO_ROUTE : match.route().label();
  }

  /** The request is refused; what is still to come of it is thrown away. The first reason stays. */
  void refuse(RequestException why) {
    refusal = refusal == null ? why : refusal;
    body.reset();
  }

  /** Why it is refused; {@code null} when it is not. */
  RequestException refusal() {
    return refusal;
  }

  /** It counts as in flight from now on. */
  void accept() {
    accepted = true;
  }

  boolean isAccepted() {
    return accepted;
  }

  /** The client waited to be told, and was. */
  void tellToGoOn() {
    toldToGoOn = true;
  }

  boolean wasToldToGoOn() {
    return toldToGoOn;
  }

  /** The connection ends with the answer. */
  void endConnection() {
    keepAlive = false;
  }

  boolean isKeepAlive() {
    return keepAlive;
  }

  long elapsedNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Takes bytes of the body, or throws them away when it is refused. */
  void take(ByteBuf bytes) {
    received += bytes.readableBytes();
    if (refusal == null) {
      try {
        bytes.readBytes(body, bytes.readableBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("Memory does not fail to be written to", e);
      }
    }
  }

  /** Bytes of the body so far, kept or not. */
  long received() {
    return received;
  }

  /** Bytes of the body that are kept. */
  int held() {
    return body.size();
  }

  /** Takes note of bytes that were counted against the memory of all bodies. */
  void count(int bytes) {
    counted += bytes;
  }

  long counted() {
    return counted;
  }

  /** In the terms of routes, which see the first of several headers of one name. */
  Request request() {
    Map<String, String> headers = new HashMap<>();
    head.headers()
        .forEach(header -> headers.putIfAbsent(lower(header.getKey()), header.getValue()));
    return new Request(
        method(),
        target.path(),
        match.pathParameters(),
        QueryString.parse(target.rawQuery()),
        headers,
        body.toByteArray());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
