package io.tidemark.entity;

import java.util.List;

/**
 * What a commit says of entities that hold a change of which the online store may not know.
 *
 * @param keys whose rows are to be sent
 * @param all whether there are no others; if there are, every entity has to be scanned
 */
public record UnsentKeys(List<String> keys, boolean all) {
  /** More entities that are not on the heap are not kept by their names. */
  public static final int MOST_PENDING = 20_000;

  /** Of all names: they are one record of the changelog. */
  public static final int MOST_CHARACTERS = 1 << 20;
}
