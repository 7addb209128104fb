package io.tidemark.http;

/** Answers the requests of a route. Called by several threads at once. */
@FunctionalInterface
public interface RouteHandler {

  /**
   * The answer to a request.
   *
   * @throws RequestException for an answer other than success
   * @throws Exception for anything unexpected: the client gets 500 without detail, the log the
   *     cause
   */
  Response handle(Request request) throws Exception;
}
