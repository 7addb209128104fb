package io.tidemark.monitoring.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Reference values of one kind with their source, as in {@code drift/vectors.json}. */
record ReferenceVector(String name, String kind, String source, JsonNode json) {

  /** Two count vectors over the union of the keys they are given by. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pair(double[] baseline, double[] current) {
    BinCounts baselineCounts() {
      return counts(baseline);
    }

    BinCounts currentCounts() {
      return counts(current);
    }

    private static BinCounts counts(double[] masses) {
      BinCounts counts = new BinCounts(masses.length);
      for (int bin = 0; bin < masses.length; bin++) {
        counts.add(bin, (long) masses[bin]);
      }
      return counts;
    }
  }

  /** Names the file to read in place of the one in the tree. */
  static final String FILE = "drift.vectors";

  /** Those of the file that {@value #FILE} names, otherwise those in the tree. */
  static List<ReferenceVector> all() {
    String file = System.getProperty(FILE, "");
    return file.isEmpty() ? inTree() : of(Path.of(file));
  }

  static List<ReferenceVector> inTree() {
    try (InputStream in = ReferenceVector.class.getResourceAsStream("/drift/vectors.json")) {
      return vectors(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path is relative to the module, in which tests run, or to the project. */
  static List<ReferenceVector> of(Path file) {
    Path found = Files.exists(file) ? file : Path.of("..").resolve(file);
    try {
      return vectors(new ObjectMapper().readTree(Files.readString(found)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the reference values in " + file, e);
    }
  }

  private static List<ReferenceVector> vectors(JsonNode root) {
    List<ReferenceVector> vectors = new ArrayList<>();
    root.get("vectors").forEach(json -> vectors.add(of(json)));
    return vectors;
  }

  static ReferenceVector named(String name) {
    return inTree().stream().filter(vector -> vector.name.equals(name)).findFirst().orElseThrow();
  }

  private static ReferenceVector of(JsonNode json) {
    return new ReferenceVector(
        json.get("name").asText(), json.get("kind").asText(), json.get("source").asText(), json);
  }

  JsonNode input(String key) {
    return json.get("inputs").get(key);
  }

  boolean has(String key) {
    return input(key) != null;
  }

  boolean isKnownDefect() {
    return kind.equals("known-defect");
  }

  /** What stands under inputs, expected, or options, by name. */
  static Set<String> keys(JsonNode node) {
    Set<String> keys = new TreeSet<>();
    if (node != null) {
      node.fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }

  Set<String> expectedKeys() {
    return keys(json.get("expected"));
  }

  boolean expects(String key) {
    return json.get("expected").has(key);
  }

  /** An option's text, empty without it. */
  String option(String key) {
    JsonNode options = input("options");
    return options == null || !options.has(key) ? "" : options.get(key).asText();
  }

  double expected(String key) {
    return number(json.get("expected").get(key));
  }

  JsonNode expectedNode(String key) {
    return json.get("expected").get(key);
  }

  double tolerance() {
    return json.get("tolerance").asDouble();
  }

  static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
  }

  /** The two sides, whatever form they have: lists, maps by category, shares or counts. */
  Pair pair() {
    JsonNode baseline = firstOf("baseline_counts", "baseline_probs", "baseline_hist", "q");
    JsonNode current = firstOf("current_counts", "current_probs", "current_hist", "p");
    if (baseline.isArray() && has("baseline_hist")) {
      return aligned(histogram("baseline"), histogram("current"));
    }
    return baseline.isArray()
        ? new Pair(list(baseline), list(current))
        : aligned(map(baseline), map(current));
  }

  /** Values with their counts on both sides, in increasing order. */
  Pair pairOfValues() {
    return aligned(values("baseline"), values("current"));
  }

  double[] positions() {
    TreeSet<Double> keys = new TreeSet<>(values("baseline").keySet());
    keys.addAll(values("current").keySet());
    return keys.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private JsonNode firstOf(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return input(key);
      }
    }
    throw new IllegalStateException(name + " has none of " + List.of(keys));
  }

  double[] list(String key) {
    return list(input(key));
  }

  static double[] list(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(node.get(i));
    }
    return values;
  }

  private static Map<String, Double> map(JsonNode node) {
    Map<String, Double> map = new TreeMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asDouble()));
    return map;
  }

  private Map<String, Double> histogram(String side) {
    Map<String, Double> map = new TreeMap<>();
    input(side + "_hist")
        .forEach(bin -> map.put(bin.get(0) + ".." + bin.get(1), bin.get(2).asDouble()));
    if (has(side + "_nan")) {
      map.put("nan", input(side + "_nan").asDouble());
    }
    return map;
  }

  private Map<Double, Double> values(String side) {
    Map<Double, Double> map = new TreeMap<>();
    JsonNode counted = has(side + "_value_counts") ? input(side + "_value_counts") : null;
    JsonNode plain = input(side + "_values");
    if (counted == null && plain != null && plain.has("value_counts")) {
      counted = plain.get("value_counts");
    }
    if (counted != null) {
      counted
          .properties()
          .forEach(e -> map.put(Double.valueOf(e.getKey()), e.getValue().asDouble()));
    } else if (plain != null && plain.isTextual()) {
      range(plain.asText()).forEach(value -> map.put((double) value, 1.0));
    } else if (plain != null) {
      plain.forEach(value -> map.merge(value.asDouble(), 1.0, Double::sum));
    } else {
      for (int i = 0; i < input("values").size(); i++) {
        map.put(input("values").get(i).asDouble(), input(side + "_counts").get(i).asDouble());
      }
    }
    return map;
  }

  /** Whole numbers as {@code 0..99} says them. */
  private static IntStream range(String text) {
    int dots = text.indexOf("..");
    return IntStream.rangeClosed(
        Integer.parseInt(text.substring(0, dots)), Integer.parseInt(text.substring(dots + 2)));
  }

  private static <K extends Comparable<K>> Pair aligned(
      Map<K, Double> baseline, Map<K, Double> current) {
    TreeSet<K> keys = new TreeSet<>(baseline.keySet());
    keys.addAll(current.keySet());
    return new Pair(column(keys, baseline), column(keys, current));
  }

  private static <K> double[] column(TreeSet<K> keys, Map<K, Double> side) {
    return keys.stream().mapToDouble(key -> side.getOrDefault(key, 0.0)).toArray();
  }
}
