package io.tidemark.store;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is behind a store now, and what was last said about it. Immutable.
 *
 * @param identity tells the data that the store holds now from any it held before: it changes when
 *     a server starts, with old data or without, when another one takes its place, and when the
 *     namespace gets another owner
 * @param mark what was left in the store last; empty in one that was never filled or was wiped
 * @param owner who writes the namespace; empty where nobody has said so, or the store was wiped
 */
public record StoreState(
    String identity, Optional<Mark> mark, Eviction eviction, Optional<Owner> owner) {
  /** Not in what servers are told apart by. */
  private static final String OWNED = "@";

  /** The state of a store that keeps what it was given, and that nobody has claimed. */
  public StoreState(String identity, Optional<Mark> mark) {
    this(identity, mark, Eviction.NONE, Optional.empty());
  }

  /**
   * Who alone writes the rows of a namespace.
   *
   * @param application all processes of one share the work, and are one owner
   * @param definitions tells what it computes from what it computed before
   * @param sinceMs when it became the owner, milliseconds since the Unix epoch
   */
  public record Owner(String application, String definitions, long sinceMs) {}

  /**
   * What the store does when its memory is full.
   *
   * @param policy in the store's own words
   * @param evicts whether it drops rows that were acknowledged
   * @param keys how many keys it has dropped since it started, of whomever
   */
  public record Eviction(String policy, boolean evicts, long keys) {
    /** It refuses to take more. */
    public static final Eviction NONE = new Eviction("noeviction", false, 0);
  }

  /**
   * Left in the store, beside the rows, by whoever fills it.
   *
   * @param identity of the store when it was left
   * @param sinceMs when filling the store anew began, milliseconds since the Unix epoch
   * @param pending the parts of it that are not done; none when it is complete
   */
  public record Mark(String identity, long sinceMs, Set<String> pending) {
    public Mark {
      pending = Set.copyOf(pending);
    }
  }

  /**
   * Whether rows that were acknowledged may be missing or older than they were: nobody has filled
   * the store since it was wiped, started or replaced.
   */
  public boolean isReplaced() {
    return mark.isEmpty() || !mark.get().identity().equals(identity);
  }

  /** Whether it is replaced by nothing but that another owner has it now. */
  public boolean isTakenOver() {
    return mark.isPresent()
        && isReplaced()
        && server(mark.get().identity()).equals(server(identity));
  }

  /**
   * An identity.
   *
   * @param server tells the data of a store from any it held before
   */
  public static String identity(String server, Optional<Owner> owner) {
    return server + owner.map(by -> OWNED + by.application()).orElse("");
  }

  private static String server(String identity) {
    return identity.substring(0, (identity + OWNED).indexOf(OWNED));
  }

  /** Whether a row that is not there may have been: nothing is known of such a key. */
  public boolean lacksRows() {
    boolean dropped = eviction.evicts() && eviction.keys() > 0;
    return isReplaced() || !mark.get().pending().isEmpty() || dropped;
  }

  /** Since when the store has been filled anew; empty when that is done or has not begun. */
  public OptionalLong rebuildingSinceMs() {
    return isReplaced() || mark.get().pending().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(mark.get().sinceMs());
  }
}
