package io.tidemark.quarantine;

/**
 * Feeds records to their topics, each with the word that it was fed: there are both or neither,
 * whatever happens. For one thread.
 */
public interface Feeder {

  /** Feeds a record, now or with those that follow. */
  void feed(QuarantineEntry entry);

  /** Says that somebody is at it, and finishes what has been under way for long. */
  void beat();

  /** Finishes what is under way. */
  void flush();

  /** Hears what became of each record. */
  interface Listener {
    /** It is in its topic. */
    void fed(QuarantineEntry entry, Fed fed);

    /** It cannot be fed, and the others can. */
    void refused(QuarantineEntry entry, String why);
  }
}
