package io.tidemark.monitoring.drift.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A {@link BaselineProfile} as JSON text, for files.
 *
 * <pre>{@code
 * {
 *   "format": 1,
 *   "model": "ranker", "version": "v3", "created": "2026-01-01T00:00:00Z",
 *   "hash": "c0ffee...",
 *   "features": {
 *     "age":    {"kind": "numeric", "edges": [18, 25, 40, 99], "counts": [0, 0, 120, ...]},
 *     "device": {"kind": "categorical", "categories": ["phone", "desktop"], "others": ["tv"],
 *                "open": false, "counts": [300, 200, 4, 0, 0]}
 *   }
 * }
 * }</pre>
 *
 * <p>Counts stand in the order of the bins, special ones included. The hash is checked when it is
 * there, so that an edit by hand must take it out. Unknown fields are ignored. Numbers are written
 * so that they read back to the same bits.
 */
public final class BaselineJson {

  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private BaselineJson() {}

  /** The JSON text of a baseline, indented. */
  public static String write(BaselineProfile baseline) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("model", baseline.model());
    root.put("version", baseline.version());
    root.put("created", baseline.created().toString());
    root.put("hash", baseline.hash());
    ObjectNode features = root.putObject("features");
    baseline.features().forEach((name, profile) -> features.set(name, node(profile)));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode node(Profile profile) {
    ObjectNode node = MAPPER.createObjectNode();
    if (profile.binning() instanceof NumericBinning numeric) {
      node.put("kind", "numeric");
      ArrayNode edges = node.putArray("edges");
      Arrays.stream(numeric.edges()).forEach(edges::add);
    } else if (profile.binning() instanceof CategoricalBinning categorical) {
      node.put("kind", "categorical");
      categorical.categories().forEach(node.putArray("categories")::add);
      categorical.others().forEach(node.putArray("others")::add);
      node.put("open", categorical.isOpen());
    }
    ArrayNode counts = node.putArray("counts");
    Arrays.stream(profile.counts().toArray()).forEach(counts::add);
    return node;
  }

  /**
   * The baseline in a JSON text.
   *
   * @throws IllegalArgumentException when the text is no JSON or no baseline; the message says
   *     where and why
   */
  public static BaselineProfile read(String json) {
    JsonBranch root = new JsonBranch("$", parsed(json));
    long format = root.child("format").wholeNumber();
    if (format != FORMAT) {
      throw root.child("format")
          .invalid("%d; this release reads format %d".formatted(format, FORMAT));
    }
    BaselineProfile baseline =
        new BaselineProfile(
            root.child("model").text(),
            root.child("version").text(),
            instant(root.child("created")),
            features(root.child("features")));
    checkHash(root, baseline);
    return baseline;
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot read baseline: " + e.getMessage(), e);
    }
  }

  private static Instant instant(JsonBranch branch) {
    try {
      return Instant.parse(branch.text());
    } catch (DateTimeParseException e) {
      throw branch.invalid("'%s'; must be like 2026-01-01T00:00:00Z".formatted(branch.text()));
    }
  }

  private static SortedMap<String, Profile> features(JsonBranch branch) {
    SortedMap<String, Profile> features = new TreeMap<>();
    branch.fields().forEach((name, feature) -> features.put(name, profile(name, feature)));
    return features;
  }

  private static Profile profile(String name, JsonBranch branch) {
    try {
      BinCounts counts = BinCounts.of(branch.child("counts").wholeNumbers());
      return new Profile(name, binning(branch), counts);
    } catch (JsonBranch.InvalidException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw branch.invalid(e.getMessage());
    }
  }

  private static Binning binning(JsonBranch branch) {
    String kind = branch.child("kind").text();
    return switch (kind) {
      case "numeric" -> NumericBinning.of(branch.child("edges").numbers());
      case "categorical" -> categorical(branch);
      default ->
          throw branch
              .child("kind")
              .invalid("'%s'; must be numeric or categorical".formatted(kind));
    };
  }

  private static Binning categorical(JsonBranch branch) {
    if (branch.has("open") && branch.child("open").flag()) {
      return CategoricalBinning.open(branch.child("categories").texts());
    }
    return branch.has("others")
        ? CategoricalBinning.of(branch.child("categories").texts(), branch.child("others").texts())
        : CategoricalBinning.of(branch.child("categories").texts());
  }

  private static void checkHash(JsonBranch root, BaselineProfile baseline) {
    if (root.has("hash") && !root.child("hash").text().equals(baseline.hash())) {
      throw root.child("hash")
          .invalid(
              "'%s'; the content has '%s'. Was it edited? Take the hash out to accept it"
                  .formatted(root.child("hash").text(), baseline.hash()));
    }
  }
}
