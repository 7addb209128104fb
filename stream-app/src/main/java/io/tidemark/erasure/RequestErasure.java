package io.tidemark.erasure;

/**
 * An erasure of an entity's requests that is under way in a task: an entity may have more than can
 * be removed at once.
 *
 * @param id identity of the request to erase
 * @param name the entity's name: {@code namespace:entity:key}
 * @param askedMs when it was asked for, milliseconds since the Unix epoch
 * @param requests how many were removed from the state so far
 * @param examples for how many labels a tombstone was written so far
 */
public record RequestErasure(String id, String name, long askedMs, long requests, long examples) {
  /** One of which nothing is done. */
  public RequestErasure(String id, String name, long askedMs) {
    this(id, name, askedMs, 0, 0);
  }

  /** With more removed. */
  public RequestErasure and(long moreRequests, long moreExamples) {
    return new RequestErasure(id, name, askedMs, requests + moreRequests, examples + moreExamples);
  }

  /** Whether anything was removed. */
  public boolean found() {
    return requests > 0 || examples > 0;
  }
}
