package io.tidemark.demo;

import io.tidemark.avro.Quarantined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Quarantine against the records that were spoiled on purpose, one by one. Not thread-safe. */
public final class QuarantineCheck {

  private final Map<Place, Quarantined> records = new HashMap<>();
  private final List<Place> repeated = new ArrayList<>();

  public void add(Quarantined record) {
    Place place =
        new Place(record.getSourceTopic(), record.getSourcePartition(), record.getSourceOffset());
    if (records.put(place, record) != null) {
      repeated.add(place);
    }
  }

  /** Whether every spoiled record has come out. */
  public boolean complete(Ledger ledger) {
    return records.keySet().containsAll(ledger.spoiled().keySet());
  }

  /** Records by reason, in alphabetical order. */
  public Map<String, Integer> byReason() {
    Map<String, Integer> counts = new TreeMap<>();
    records.values().forEach(record -> counts.merge(record.getReason(), 1, Integer::sum));
    return counts;
  }

  /** Spoiled records by the reason they must have, in alphabetical order. */
  public static Map<String, Integer> injected(Ledger ledger) {
    Map<String, Integer> counts = new TreeMap<>();
    ledger.spoiled().values().stream()
        .flatMap(fault -> fault.reason().stream())
        .forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts;
  }

  /** One sentence per kind of contradiction, with how many and one of them. */
  public List<String> contradictions(Ledger ledger) {
    Findings findings = new Findings();
    repeated.forEach(place -> findings.add("records came to quarantine twice", place));
    Map<Place, Fault> spoiled = ledger.spoiled();
    spoiled.forEach((place, fault) -> compare(place, fault, findings));
    records.forEach(
        (place, record) -> {
          if (!spoiled.containsKey(place)) {
            findings.add(
                "good records are in quarantine with " + record.getReason(),
                place + " (" + record.getDetail() + ")");
          }
        });
    return findings.sentences();
  }

  private void compare(Place place, Fault fault, Findings findings) {
    Quarantined record = records.get(place);
    String reason = fault.reason().orElseThrow();
    if (record == null) {
      findings.add("spoiled records (" + fault + ") are not in quarantine", place);
    } else if (!record.getReason().equals(reason)) {
      findings.add(
          "spoiled records (" + fault + ") have reason " + record.getReason() + ", not " + reason,
          place);
    }
  }
}
