package io.tidemark.demo;

import io.tidemark.avro.LabelledExample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled examples by their revisions: those of a request and label begin at 0 and grow by one, so
 * a record that is there twice, or not at all, shows even where another one hides it.
 *
 * <p>Give it examples in the order of their topic. Not thread-safe.
 */
public final class RevisionCheck {

  private record Key(String model, String requestId, String label) {}

  private final Map<Key, Integer> newest = new HashMap<>();
  private final Findings findings = new Findings();
  private int records;

  public void add(LabelledExample example) {
    Key key = new Key(example.getModel(), example.getRequestId(), example.getLabel());
    int revision = example.getRevision();
    Integer before = newest.put(key, revision);
    int expected = before == null ? 0 : before + 1;
    records++;
    if (revision < expected) {
      findings.add("labelled examples came twice", key);
    } else if (revision > expected) {
      findings.add("labelled examples lack the one before", key);
    }
  }

  /** How many there were, corrections included. */
  public int records() {
    return records;
  }

  /** One sentence per kind of contradiction, with how many and one of them. */
  public List<String> contradictions() {
    return findings.sentences();
  }
}
