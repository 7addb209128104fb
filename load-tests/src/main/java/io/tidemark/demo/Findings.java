package io.tidemark.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Occurrences by kind, with the first as the example. Not thread-safe. */
final class Findings {

  private final Map<String, List<Object>> byKind = new TreeMap<>();

  void add(String kind, Object example) {
    byKind.computeIfAbsent(kind, name -> new ArrayList<>()).add(example);
  }

  List<String> sentences() {
    return byKind.entrySet().stream()
        .map(
            entry ->
                "%d %s, such as %s."
                    .formatted(entry.getValue().size(), entry.getKey(), entry.getValue().get(0)))
        .toList();
  }
}
