package io.tidemark.app.cli;

import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.FeatureKind;
import io.tidemark.records.BaselineRows;
import io.tidemark.replay.ColumnKinds;
import io.tidemark.replay.MappingFlags;
import io.tidemark.replay.MappingSpec;
import io.tidemark.replay.RecordMapping;
import io.tidemark.replay.RejectedRows;
import io.tidemark.replay.Row;
import io.tidemark.replay.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The rows of a baseline, as the files hold them. */
final class BaselineFiles {
  private final MappingOptions options;
  private final List<Path> files;
  private final Map<String, Boolean> said;
  private final MappingSpec spec;
  private final ColumnKinds kinds;
  private final RowTally tally = new RowTally();

  /**
   * Files that are not read yet.
   *
   * @param said by column, whether it is of numbers whatever it holds
   */
  BaselineFiles(MappingOptions options, List<Path> files, Map<String, Boolean> said) {
    this.options = options;
    this.files = files;
    this.said = said;
    this.spec = options.spec(new MappingFlags.Target(null, List.of(), null));
    this.kinds = new ColumnKinds(spec.form(), said);
  }

  /** What became of the rows. */
  RowTally tally() {
    return tally;
  }

  /**
   * Adds every row of the files.
   *
   * @throws CommandFailure when a file cannot be read to its end
   */
  void read(BaselineBuilder builder) throws IOException {
    said.forEach(
        (column, number) ->
            builder.kind(
                BaselineRows.name(column), number ? FeatureKind.NUMERIC : FeatureKind.CATEGORICAL));
    if (spec.isOfFormAlone()) {
      look();
    }
    for (int position = 0; position < files.size(); position++) {
      read(position, builder);
    }
  }

  /** A column is of numbers when each of its values is one: so all are looked at before. */
  private void look() throws IOException {
    for (Path file : files) {
      try (RowReader reader = options.open(file, spec, tally)) {
        if (!reader.isTyped()) {
          kinds.look(reader);
        }
      }
    }
  }

  private void read(int position, BaselineBuilder builder) throws IOException {
    Path file = files.get(position);
    try (RowReader reader = options.open(file, spec, tally);
        RejectedRows rejects = options.rejects(files, position, reader);
        ReadingBar bar = ReadingBar.of(file, reader)) {
      RefusedRows refused = new RefusedRows(file, options.onError(), rejects, row -> {}, tally);
      ReadRows<Map<String, Object>> rows = new ReadRows<>(reader, mapping(reader), refused, tally);
      while (rows.advance()) {
        builder.add(rows.current());
        bar.show();
      }
    }
  }

  private Function<Row, Optional<Map<String, Object>>> mapping(RowReader reader) {
    if (spec.isOfFormAlone()) {
      return reader.isTyped()
          ? row -> Optional.of(BaselineRows.ofColumns(row.values()))
          : row -> Optional.of(BaselineRows.ofColumns(kinds.typed(row.values())));
    }
    RecordMapping records =
        new RecordMapping(spec, options.schema(spec, "PredictionLog"), reader.columns());
    return row -> records.map(row).map(mapped -> BaselineRows.ofPrediction(mapped.value()));
  }

  /** How the column of a feature was read, and what decided it. */
  String description(Profile feature) {
    boolean number = feature.binning().kind() == FeatureKind.NUMERIC;
    return "  "
        + feature.feature()
        + ": "
        + (number ? "number" : "category")
        + because(feature.feature()).map(reason -> " (" + reason + ")").orElse("");
  }

  private Optional<String> because(String feature) {
    if (said.keySet().stream().map(BaselineRows::name).anyMatch(feature::equals)) {
      return Optional.of("--kind");
    }
    return kinds.textOf(feature).map(text -> "it holds '" + text + "'");
  }
}
