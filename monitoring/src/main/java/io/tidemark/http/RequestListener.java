package io.tidemark.http;

/**
 * Is told about every request that was answered, and what was refused before. Called by several
 * threads; never throws and never waits.
 */
@FunctionalInterface
public interface RequestListener {

  /** Hears nothing. */
  RequestListener NONE = (route, status, nanos) -> {};

  /**
   * A request was answered.
   *
   * @param route method and pattern of the route, or {@code other} when none fits
   * @param status HTTP status
   * @param nanos from the request's head being read to the answer being written
   */
  void answered(String route, int status, long nanos);

  /** A bound or a deadline was reached, or what came was no request. */
  default void refused(Refusal refusal) {}

  /**
   * The files of the certificate have changed.
   *
   * @param accepted whether they are used from now on; otherwise those from before are
   */
  default void certificateRead(boolean accepted) {}
}
