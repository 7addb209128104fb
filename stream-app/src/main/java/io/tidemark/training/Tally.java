package io.tidemark.training;

import io.tidemark.avro.LabelledExample;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an export has put where. Not thread-safe. */
public final class Tally {
  private final Map<String, Map<String, LabelCount>> parts = new LinkedHashMap<>();
  private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);

  /** Nothing yet, of these files. */
  public Tally(List<Part> files) {
    files.forEach(part -> parts.put(part.name(), new TreeMap<>()));
    for (LeftOut why : LeftOut.values()) {
      leftOut.put(why, 0L);
    }
  }

  /** Counts an example where it belongs. */
  public void add(Selection.Choice choice, LabelledExample example) {
    if (choice.part() == null) {
      leftOut.merge(choice.why(), 1L, Long::sum);
    } else {
      parts
          .get(choice.part().name())
          .computeIfAbsent(example.getLabel(), label -> new LabelCount())
          .add(example);
    }
  }

  /** What is in a file, by label. */
  public Map<String, LabelCount> of(Part part) {
    return parts.get(part.name());
  }

  /** How many rows a file has. */
  public long rows(Part part) {
    return of(part).values().stream().mapToLong(LabelCount::rows).sum();
  }

  /** How many were left out, by every reason there is. */
  public Map<LeftOut, Long> leftOut() {
    return leftOut;
  }
}
