package io.tidemark.definition.yaml;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.Derived;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.SourceMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code entities} and {@code features}. */
final class GroupReader {
  private final SourceMap sourceMap;
  private final AggregateReader aggregateReader;

  GroupReader(SourceMap sourceMap) {
    this.sourceMap = sourceMap;
    this.aggregateReader = new AggregateReader(sourceMap);
  }

  Entity entity(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    List<String> key = in.names("key", NameForm.FIELD);
    in.finish();
    return in.located(new Entity(name, key), sourceMap);
  }

  FeatureGroup group(MappingReader in) {
    String name = in.name("group", NameForm.IDENTIFIER);
    int version = in.positive("version", 1);
    String owner = in.optionalText("owner").orElse(null);
    String source = in.text("source");
    String entity = in.text("entity");
    String where = in.optionalText("where").orElse(null);
    Duration ttl = ttl(in);
    Optional<Duration> hop = WindowReader.hop(in);
    List<Aggregate> aggregates =
        in.requiredMappings("aggregate").stream()
            .map(part -> aggregateReader.read(part, hop))
            .toList();
    List<Derived> derived = in.mappings("derive").stream().map(this::derived).toList();
    in.finish();
    return in.located(
        new FeatureGroup(name, version, owner, source, entity, where, ttl, aggregates, derived),
        sourceMap);
  }

  private static Duration ttl(MappingReader in) {
    return in.optionalText("ttl")
        .flatMap(text -> in.duration("ttl", text, DurationRange.RETENTION))
        .orElse(null);
  }

  private Derived derived(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    String expr = in.text("expr");
    in.finish();
    return in.located(new Derived(name, expr), sourceMap);
  }
}
