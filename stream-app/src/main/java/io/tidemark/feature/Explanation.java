package io.tidemark.feature;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Why the values of one entity are what they are at one instant. Immutable. Instants are
 * milliseconds since the Unix epoch.
 *
 * @param asOfMs the instant the values are right for
 * @param validUntilMs the earliest instant after it at which a value or its warming changes if
 *     nothing arrives; empty when nothing ever will
 * @param revision the revision the state holds: that of a vector with all events applied so far
 * @param lastEventMs time of the newest event applied; empty before the first
 * @param groups the groups explained, in the order of the plan
 */
public record Explanation(
    long asOfMs,
    OptionalLong validUntilMs,
    long revision,
    OptionalLong lastEventMs,
    List<OfGroup> groups) {

  public Explanation {
    groups = List.copyOf(groups);
  }

  /** Names of the features that change at {@link #validUntilMs}; empty when nothing ever will. */
  public List<String> changesNext() {
    return groups.stream()
        .flatMap(group -> group.features().stream())
        .filter(f -> validUntilMs.isPresent() && f.changesAtMs().equals(validUntilMs))
        .map(f -> f.feature().name())
        .toList();
  }

  /**
   * One group.
   *
   * @param version its version
   * @param owner who answers for it; {@code null} when the definition does not say
   * @param source what feeds it
   * @param where which events count; {@code null} for all
   * @param observedSinceMs the earliest event time observed for the group over all entities; empty
   *     before its first event
   * @param features its features in the order of the vector
   */
  public record OfGroup(
      String name,
      int version,
      String owner,
      String source,
      String where,
      OptionalLong observedSinceMs,
      List<OfFeature> features) {

    public OfGroup {
      features = List.copyOf(features);
    }
  }

  /**
   * One value.
   *
   * @param feature what it is
   * @param of the expression that is aggregated, or that derives the value; {@code null} where
   *     events themselves are
   * @param value the value, or {@code null} where it is absent
   * @param warming whether its window is not yet covered by observed time
   * @param coveredAtMs when it is, or was; empty when the group has no event or nothing needs
   *     covering
   * @param span what the window holds at this instant; {@code null} over all time, for a derived
   *     value, and when no session is running
   * @param parts what the value is merged from, oldest first; together they make the value
   * @param inputs of a derived value the values it is computed from, by name
   * @param changesAtMs the earliest instant at which it may change if nothing arrives; empty when
   *     it never will
   */
  public record OfFeature(
      Feature feature,
      String of,
      Object value,
      boolean warming,
      OptionalLong coveredAtMs,
      Span span,
      List<Part> parts,
      Map<String, Object> inputs,
      OptionalLong changesAtMs) {

    public OfFeature {
      parts = List.copyOf(parts);
    }
  }

  /**
   * The bounds of a window at an instant, {@code [startMs, endMs)}.
   *
   * @param startMs of a sliding window the start of its oldest tile, of a session its first event
   * @param endMs of a sliding window the instant itself, of a session when it is over
   * @param hopMs the step in which the start moves; 0 for a session
   */
  public record Span(long startMs, long endMs, long hopMs) {}

  /**
   * What one tile, one session or the lifetime contributes.
   *
   * @param startMs start, inclusive
   * @param endMs end, exclusive
   * @param tiles how many tiles are put together in it: 1 but for the oldest of very many
   * @param leavesAtMs when it, or the oldest tile in it, leaves the window; empty when it never
   *     does
   * @param value the value over this part alone
   */
  public record Part(long startMs, long endMs, int tiles, OptionalLong leavesAtMs, Object value) {}
}
