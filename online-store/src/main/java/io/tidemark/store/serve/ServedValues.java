package io.tidemark.store.serve;

/** Is told which statuses were served. Called by several threads; never throws. */
@FunctionalInterface
public interface ServedValues {

  /** Hears nothing. */
  ServedValues NONE = (entity, status, count) -> {};

  /**
   * Values were served.
   *
   * @param count at least 1
   */
  void served(String entity, ValueStatus status, long count);
}
