package io.tidemark.entity;

import java.util.Locale;

/**
 * Requests to send the row of every entity again, and what has become of them. Thread-safe: every
 * task of the process asks with each flush.
 */
public interface Rebuilds {

  /** The newest request, as {@link #request} writes it; empty when nobody asks. */
  String newest();

  /**
   * Takes note that the store has acknowledged the rows of all entities of a task for a request,
   * and so for every request before it. May be said again.
   */
  void done(String entity, int partition, String request);

  /**
   * A request, in the order of text after all that are older.
   *
   * @param atMs when it was made, milliseconds since the Unix epoch
   * @param id tells it from others of the same instant
   */
  static String request(long atMs, String id) {
    return String.format(Locale.ROOT, "%013d-%s", atMs, id);
  }

  /** The later of two requests. */
  static String later(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
