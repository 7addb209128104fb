package io.tidemark.store.serve;

import io.tidemark.http.Request;
import java.util.Optional;

/**
 * What of a request goes on to the process that can answer it.
 *
 * @param authorization the header of that name, so that the other process judges it as well
 * @param hops how often the request was passed on already, at least 0
 */
public record Caller(Optional<String> authorization, int hops) {
  /** The header that carries {@link #hops}: without it two processes could ask each other on. */
  public static final String HOPS_HEADER = "Tidemark-Hops";

  /** More than any chain of ours: what cannot be read must not be passed on again. */
  private static final int UNREADABLE = 99;

  /** The caller of a request, with the hops its header tells. */
  public static Caller of(Request request) {
    return new Caller(
        request.header("Authorization"), request.header(HOPS_HEADER).map(Caller::hops).orElse(0));
  }

  private static int hops(String text) {
    return text.matches("[0-9]") ? Integer.parseInt(text) : UNREADABLE;
  }
}
