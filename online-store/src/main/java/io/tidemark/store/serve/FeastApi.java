package io.tidemark.store.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.Response;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.FeastReply.Column;
import io.tidemark.store.serve.ServedEntity.Selection;
import io.tidemark.store.serve.StoreReads.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers {@code POST /get-online-features} as a Feast feature server does; a view is a feature
 * group. Thread-safe.
 */
final class FeastApi {
  private final FeastViews views;
  private final StoreReads reads;
  private final ServeSettings settings;
  private final Supplier<RowJudge> judges;
  private final ServedValues served;

  FeastApi(
      FeastViews views,
      StoreReads reads,
      ServeSettings settings,
      Supplier<RowJudge> judges,
      ServedValues served) {
    this.views = views;
    this.reads = reads;
    this.settings = settings;
    this.judges = judges;
    this.served = served;
  }

  Response answer(Request request) throws InterruptedException {
    FeastRequest asked = FeastRequest.of(request);
    List<FeastViews.Wanted> wanted = views.resolve(asked);
    Bounds.check(asked.rows(), wanted.size(), settings);
    List<Column> columns = new ArrayList<>();
    for (Map.Entry<ServedEntity, List<FeastViews.Wanted>> part : byEntity(wanted).entrySet()) {
      columns.addAll(columns(part.getKey(), part.getValue(), asked));
    }
    columns.sort((a, b) -> Integer.compare(a.position(), b.position()));
    FeastReply reply =
        new FeastReply(
            joinKeys(asked, wanted), columns, asked.versions() ? views(wanted) : Map.of());
    return Replies.ok(reply::write);
  }

  /** Columns that nothing needs are left out, as Feast does. */
  private static Map<String, List<JsonNode>> joinKeys(
      FeastRequest asked, List<FeastViews.Wanted> wanted) {
    Map<String, List<JsonNode>> joinKeys = new LinkedHashMap<>(asked.entities());
    joinKeys.keySet().retainAll(FeastViews.joinKeys(wanted));
    return joinKeys;
  }

  private static Map<String, Integer> views(List<FeastViews.Wanted> wanted) {
    Map<String, Integer> versions = new LinkedHashMap<>();
    wanted.forEach(one -> versions.put(one.feature().group(), one.feature().version()));
    return versions;
  }

  private static Map<ServedEntity, List<FeastViews.Wanted>> byEntity(
      List<FeastViews.Wanted> wanted) {
    Map<ServedEntity, List<FeastViews.Wanted>> parts = new LinkedHashMap<>();
    wanted.forEach(w -> parts.computeIfAbsent(w.entity(), e -> new ArrayList<>()).add(w));
    return parts;
  }

  /** All columns of one entity, from one read of its rows. */
  private List<Column> columns(
      ServedEntity entity, List<FeastViews.Wanted> wanted, FeastRequest asked)
      throws InterruptedException {
    Selection selection =
        Selection.of(wanted.stream().map(FeastViews.Wanted::feature).distinct().toList());
    List<Optional<EntityKey>> keys = keys(entity, asked);
    List<EntityKey> known = keys.stream().flatMap(Optional::stream).toList();
    List<Found> found = known.isEmpty() ? List.of() : reads.rows(known, selection.fields());
    List<FeastReply.Row> rows = new ArrayList<>();
    int next = 0;
    for (Optional<EntityKey> key : keys) {
      rows.add(key.isPresent() ? FeastReply.Row.of(found.get(next++)) : FeastReply.Row.INVALID);
    }
    RowJudge judge = judges.get();
    List<Column> columns = Column.of(wanted, rows, judge);
    judge.report(entity.name(), served);
    return columns;
  }

  /** Per row the key, or empty where its values are none: that row alone is invalid. */
  private static List<Optional<EntityKey>> keys(ServedEntity entity, FeastRequest asked) {
    List<Optional<EntityKey>> keys = new ArrayList<>();
    for (int row = 0; row < asked.rows(); row++) {
      List<JsonNode> parts = new ArrayList<>();
      for (KeyField field : entity.keys().fields()) {
        parts.add(asked.entities().get(field.name()).get(row));
      }
      keys.add(key(entity, parts));
    }
    return keys;
  }

  private static Optional<EntityKey> key(ServedEntity entity, List<JsonNode> parts) {
    try {
      return Optional.of(entity.keys().ofParts(parts));
    } catch (RequestException e) {
      return Optional.empty();
    }
  }
}
