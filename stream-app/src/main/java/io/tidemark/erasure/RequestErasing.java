package io.tidemark.erasure;

import io.tidemark.erasure.RequestIndex.Found;
import io.tidemark.erasure.RequestIndex.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Erases the requests of entities from a task that does not go by entity, or other things of theirs
 * that have an id: one erasure after the other, some at a time, since an entity may have any number
 * of them. What is done and what is left to do are of one commit. Not thread-safe.
 */
public final class RequestErasing {
  /** So that a task is never away for long. */
  public static final int AT_ONCE = 2_000;

  private final ErasureMemory memory;
  private final RequestIndex index;
  private final Deque<RequestErasure> underWay;

  /** Among the requests of the first erasure; {@code null} at their beginning. */
  private Place place;

  /** Goes on with what the owner of the task before had under way. */
  public RequestErasing(ErasureMemory memory, RequestIndex index) {
    this.memory = memory;
    this.index = index;
    this.underWay = new ArrayDeque<>(memory.requests());
  }

  /** Where requests are. */
  public interface Requests {
    /** Removes one, unless its prediction is known to have been made at the time or later. */
    Removed erase(String requestId, long beforeMs);
  }

  /**
   * What was removed of a request.
   *
   * @param kept whether it stays
   * @param requests 1 where there was something in the state, else 0
   * @param examples tombstones that were written
   */
  public record Removed(boolean kept, int requests, int examples) {
    /** There was nothing. */
    public static final Removed NOTHING = new Removed(false, 0, 0);

    /** It stays. */
    public static final Removed KEPT = new Removed(true, 0, 0);
  }

  /** Whether one of the entities was erased after a prediction was made that names it. */
  public boolean isErased(Collection<String> entities, long madeMs) {
    return entities.stream().anyMatch(entity -> !memory.of(entity).keeps(madeMs, false));
  }

  /** A prediction has opened a request. */
  public void opened(Collection<String> entities, String requestId, long nowMs) {
    entities.forEach(entity -> index.add(entity, requestId, nowMs));
  }

  /**
   * An entity is to be erased.
   *
   * @param id identity of the request
   * @param askedMs from when on it counts again, milliseconds since the Unix epoch; {@link
   *     Long#MIN_VALUE} where that is not known, and stands for now
   * @param nowMs the wall clock
   * @return what is to be said at once, where a request of that time or later was carried out;
   *     {@code null} where it is under way now
   */
  public RequestErasure ask(String entity, String id, long askedMs, long nowMs) {
    long beforeMs = askedMs == Long.MIN_VALUE ? nowMs : askedMs;
    RequestErasure erasure = new RequestErasure(id, entity, beforeMs);
    boolean isOld = beforeMs <= memory.of(entity).liveBeforeMs();
    if (isOld && underWay.stream().noneMatch(other -> other.name().equals(entity))) {
      return erasure;
    }
    memory.cutOff(entity, new Cutoffs(beforeMs, beforeMs));
    memory.goesOn(erasure);
    underWay.add(erasure);
    return null;
  }

  /** Goes on, and returns the erasures that are done now. */
  public List<RequestErasure> step(Requests requests) {
    List<RequestErasure> done = new ArrayList<>();
    int left = AT_ONCE;
    while (left > 0 && !underWay.isEmpty()) {
      RequestErasure erasure = underWay.poll();
      List<Found> found = index.of(erasure.name(), place, left);
      RequestErasure after = erase(erasure, found, requests);
      if (found.size() < left) {
        memory.ended(after);
        done.add(after);
        place = null;
      } else {
        memory.goesOn(after);
        underWay.addFirst(after);
      }
      left -= found.size();
    }
    return done;
  }

  private RequestErasure erase(RequestErasure erasure, List<Found> found, Requests requests) {
    int removed = 0;
    int examples = 0;
    for (Found one : found) {
      Removed what = requests.erase(one.requestId(), erasure.askedMs());
      removed += what.requests();
      examples += what.examples();
      if (!what.kept()) {
        index.remove(one);
      }
      place = one.place();
    }
    return erasure.and(removed, examples);
  }

  /** How many erasures are under way. */
  public int underWay() {
    return underWay.size();
  }
}
