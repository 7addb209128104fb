package io.tidemark.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the copy of a record from quarantine says of itself, in headers behind those of the record:
 * so it is known for a repeat when it fails again, however often.
 *
 * @param original the record that was quarantined first
 * @param attempt how often it has been fed with this copy, 1 or more
 * @param firstSeen when it was first quarantined
 */
public record ReplayTag(SourcePosition original, int attempt, Instant firstSeen) {
  /** Names the record that was quarantined first. */
  public static final String ORIGINAL = "tidemark_replay_of";

  /** Says how often it has been fed. */
  public static final String ATTEMPT = "tidemark_replay_attempt";

  /** Says when it was first quarantined, in ISO 8601. */
  public static final String FIRST_SEEN = "tidemark_first_seen";

  /** The headers that are ours. */
  public static final List<String> HEADERS = List.of(ORIGINAL, ATTEMPT, FIRST_SEEN);

  /**
   * Reads the headers of a record; nothing where it is no copy. A header that somebody else wrote
   * and that says nothing sensible counts as none.
   *
   * @param headers the last value of each by name
   */
  public static Optional<ReplayTag> of(Map<String, byte[]> headers) {
    try {
      Optional<SourcePosition> original = SourcePosition.parse(text(headers, ORIGINAL));
      int attempt = Integer.parseInt(text(headers, ATTEMPT));
      Instant firstSeen = Instant.parse(text(headers, FIRST_SEEN));
      return original
          .filter(known -> attempt > 0)
          .map(known -> new ReplayTag(known, attempt, firstSeen));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, byte[]> headers, String name) {
    byte[] value = headers.get(name);
    return value == null ? "" : new String(value, UTF_8);
  }

  /** A header of a record; its value may be {@code null}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Header(String name, byte[] value) {}

  /** The headers of a copy: those of the record in their order, without ours, then ours. */
  public List<Header> after(List<Header> headers) {
    List<Header> all = new ArrayList<>();
    headers.stream().filter(header -> !HEADERS.contains(header.name())).forEach(all::add);
    all.add(new Header(ORIGINAL, original.toString().getBytes(UTF_8)));
    all.add(new Header(ATTEMPT, Integer.toString(attempt).getBytes(UTF_8)));
    all.add(new Header(FIRST_SEEN, firstSeen.toString().getBytes(UTF_8)));
    return all;
  }
}
