package io.tidemark.quarantine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What became of a record that was to be fed again.
 *
 * @param place where it stands in quarantine
 * @param source where it was read
 * @param kind what became of it
 * @param copy where its copy stands; {@code null} without one
 * @param again where the copy stands in quarantine; {@code null} where it does not
 * @param detail why, for people; empty where there is nothing to say
 */
public record Fate(
    QuarantinePlace place,
    SourcePosition source,
    Kind kind,
    SourcePosition copy,
    QuarantinePlace again,
    String detail) {

  /** The ways it can go. */
  public enum Kind {
    /** Its copy was read and is not in quarantine: it counted, or was a duplicate or late. */
    ACCEPTED("accepted"),
    /** Its copy failed as well. */
    QUARANTINED_AGAIN("quarantined again"),
    /** Its copy has not been read yet. */
    UNDER_WAY("still under way"),
    /** It was not fed: it is a copy that failed, and there are no attempts left. */
    SPENT("left: no attempts left"),
    /** It was not fed: its topic does not take it. */
    REFUSED("refused by its topic");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", place.toString());
    node.put("position", source.toString());
    node.put("fate", kind.name());
    node.put("copy", copy == null ? null : copy.toString());
    node.put("quarantined_again", again == null ? null : again.toString());
    node.put("detail", detail);
    return node;
  }
}
