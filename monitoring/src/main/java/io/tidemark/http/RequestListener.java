package io.tidemark.http;

/** Is told about every request that a route answered. Called by several threads; never throws. */
@FunctionalInterface
public interface RequestListener {

  /** Hears nothing. */
  RequestListener NONE = (route, status, nanos) -> {};

  /**
   * A request was answered.
   *
   * @param route method and pattern of the route, or {@code other} when none fits
   * @param status HTTP status
   * @param nanos from the request's head being read to the answer being written, without the time
   *     it waited for a thread
   */
  void answered(String route, int status, long nanos);
}
