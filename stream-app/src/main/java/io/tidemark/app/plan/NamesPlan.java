package io.tidemark.app.plan;

import io.tidemark.contribution.ContributionProgram;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.event.Fields;
import io.tidemark.records.NamedEntities;
import io.tidemark.records.TopicKeys;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.KeyForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plans how it is told which entities a record is about. */
record NamesPlan(Basis basis) {
  /** What the key of each kind of entity looks like. */
  Map<String, KeyForm> keys() {
    return CatalogPlan.of(basis.definitions(), basis.settings()).entities().stream()
        .collect(Collectors.toMap(EntityEntry::name, entry -> new KeyForm(entry.key())));
  }

  /** Tells which entities a prediction is about. */
  NamedEntities predictions() {
    return new NamedEntities(basis.declared().namespace(), keys());
  }

  /** Tells which entities an event of a source is about. */
  Function<Fields, Set<String>> events(String source) {
    Map<String, List<ContributionProgram>> programs = new HashMap<>();
    for (EntityFeatures entity : basis.entities()) {
      programs.put(
          entity.entity().name(),
          entity.programs().stream().filter(p -> p.source().equals(source)).toList());
    }
    String namespace = basis.declared().namespace();
    return fields -> {
      Set<String> names = new TreeSet<>();
      programs.forEach(
          (entity, own) ->
              own.stream()
                  .flatMap(program -> program.keyOf(fields).stream())
                  .forEach(key -> names.add(TopicKeys.ofEntity(namespace, entity, key))));
      return names;
    };
  }
}
