package io.tidemark.entity;

/**
 * What every entity of a task was, or is to be, scanned for.
 *
 * @param served {@link ServedGroups#signature} of the vectors sent
 * @param rebuild the newest request to send every vector again; empty for none
 * @param clear whether nothing is left of groups that are no longer declared
 */
public record Sweep(String served, String rebuild, boolean clear) {
  /** No signature of groups that are served. */
  private static final String NOTHING = "";

  /** Of a task that has scanned nothing. */
  public static final Sweep NONE = new Sweep(NOTHING, "", true);

  /** What the sweep will have done. */
  public Sweep done() {
    return new Sweep(served, rebuild, true);
  }

  /** The same of a task that does not know what the store holds. */
  public Sweep unknown() {
    return new Sweep(NOTHING, rebuild, clear);
  }

  /** Whether vectors are sent although they say what was said before. */
  public boolean always(Sweep before) {
    return !rebuild.equals(before.rebuild()) || before.served.equals(NOTHING);
  }
}
