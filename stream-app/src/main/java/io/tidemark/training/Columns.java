package io.tidemark.training;

import static io.tidemark.training.ColumnKind.BOOLEAN;
import static io.tidemark.training.ColumnKind.INTEGER;
import static io.tidemark.training.ColumnKind.NUMBER;
import static io.tidemark.training.ColumnKind.TEXT;
import static io.tidemark.training.ColumnKind.TIME;

import io.tidemark.avro.LabelledExample;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns the columns of a file from the examples that are to be in it: those that every example
 * has, then {@code entity_} and {@code feature_} with each name that was logged, in the order of
 * names. A feature that was logged as whole and as other numbers is of numbers, one of kinds that
 * do not go together is text, and so is one that was never anything but null, and one of numbers
 * where a whole one has more digits than those keep. Not thread-safe.
 */
public final class Columns {
  /** Numbers hold every whole one up to here. */
  private static final long EXACT = 1L << 53;

  private static final List<Column> COMMON =
      List.of(
          new Column("request_id", TEXT, LabelledExample::getRequestId),
          new Column("model", TEXT, LabelledExample::getModel),
          new Column("model_version", TEXT, LabelledExample::getModelVersion),
          new Column("label", TEXT, LabelledExample::getLabel),
          new Column("label_value", NUMBER, LabelledExample::getLabelValue),
          new Column("weight", NUMBER, LabelledExample::getWeight),
          new Column("sampling_weight", NUMBER, LabelledExample::getSamplingWeight),
          new Column("propensity_weight", NUMBER, LabelledExample::getPropensityWeight),
          new Column("prediction_time", TIME, LabelledExample::getPredictionTime),
          new Column("label_time", TIME, LabelledExample::getLabelTime),
          new Column("label_delay_ms", INTEGER, LabelledExample::getLabelDelayMs),
          new Column("outcome", TEXT, LabelledExample::getOutcome),
          new Column("outcomes", INTEGER, LabelledExample::getOutcomes),
          new Column("observed_ms", INTEGER, LabelledExample::getObservedMs),
          new Column("resolution", TEXT, LabelledExample::getResolution),
          new Column("maturity", TEXT, LabelledExample::getMaturity),
          new Column("revision", INTEGER, LabelledExample::getRevision),
          new Column("policy", TEXT, LabelledExample::getPolicy),
          new Column("definition", TEXT, LabelledExample::getDefinition),
          new Column("definition_version", INTEGER, LabelledExample::getDefinitionVersion),
          new Column("score", NUMBER, LabelledExample::getScore),
          new Column("decision", TEXT, LabelledExample::getDecision),
          new Column("user_id", TEXT, LabelledExample::getUserId),
          new Column("item_id", TEXT, LabelledExample::getItemId),
          new Column("rank_position", INTEGER, LabelledExample::getRankPosition),
          new Column("exploration_flag", BOOLEAN, LabelledExample::getExplorationFlag),
          new Column("propensity", NUMBER, LabelledExample::getPropensity));

  private final Map<String, ColumnKind> entities = new TreeMap<>();
  private final Map<String, ColumnKind> features = new TreeMap<>();
  private final Set<String> large = new HashSet<>();

  /** Takes note of an example. */
  public void see(LabelledExample example) {
    example.getEntityKeys().keySet().forEach(name -> entities.put(name, TEXT));
    example.getRawFeatures().forEach(this::see);
  }

  private void see(String feature, Object value) {
    ColumnKind known = features.get(feature);
    if (value == null) {
      features.putIfAbsent(feature, null);
    } else {
      ColumnKind kind = ColumnKind.of(value);
      if (value instanceof Long whole && (whole > EXACT || whole < -EXACT)) {
        large.add(feature);
      }
      features.put(feature, known == null ? kind : known.or(kind));
    }
  }

  /** Numbers would change whole ones of that size. */
  private ColumnKind kindOf(String feature, ColumnKind kind) {
    return kind == null || kind == NUMBER && large.contains(feature) ? TEXT : kind;
  }

  /** The columns of what was seen. */
  public List<Column> all() {
    List<Column> all = new ArrayList<>(COMMON);
    entities.forEach(
        (name, kind) ->
            all.add(
                new Column("entity_" + name, kind, example -> example.getEntityKeys().get(name))));
    features.forEach(
        (name, kind) ->
            all.add(
                new Column(
                    "feature_" + name,
                    kindOf(name, kind),
                    example -> example.getRawFeatures().get(name))));
    return all;
  }
}
