package io.tidemark.app.plan;

import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.Model;
import io.tidemark.definition.Source;
import io.tidemark.kafka.ingest.EventSetup;
import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.kafka.ingest.QuarantineSink;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.past.PastSetup;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.records.EventReading;
import io.tidemark.records.LogReaders;
import io.tidemark.task.TaskSum;
import io.tidemark.validation.LateCheck;
import io.tidemark.validation.PredictionReader;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Plans how topics are read.
 *
 * @param schemas the schema each source was checked against, by source
 * @param history what sources held before the application read them
 */
public record IngestPlan(Basis basis, Map<String, Schema> schemas, SourceHistory history) {
  IngestTopology topology() {
    return new IngestTopology(
        new QuarantineSink(
            basis.topics().quarantine().name(),
            RecordSerde.writing(basis.registry(), basis.topics().quarantine().valueSubject())),
        new NamesPlan(basis).predictions(),
        predictionReaders(),
        new LogReaders(basis.registry(), new LogPlan(basis, schemas).mapped()),
        basis.declared().time(),
        basis.wall(),
        basis.metrics().ingest());
  }

  List<EventSetup> sources() {
    return basis.definitions().sources().stream().map(this::source).toList();
  }

  /** In the order of the definitions: it decides the numbers of tasks, and so their folders. */
  Set<String> predictionTopics() {
    Set<String> topics = new LinkedHashSet<>();
    basis.declared().models().forEach(model -> topics.add(model.predictionTopic()));
    return topics;
  }

  private Map<String, PredictionReader> predictionReaders() {
    Map<String, PredictionReader> readers = new HashMap<>();
    for (String topic : predictionTopics()) {
      Set<String> models =
          basis.declared().models().stream()
              .filter(model -> model.predictionTopic().equals(topic))
              .map(Model::name)
              .collect(Collectors.toSet());
      readers.put(topic, new PredictionReader(Basis.MAX_LOG_SKEW, models));
    }
    return readers;
  }

  private EventSetup source(CheckedSource checked) {
    Source source = checked.source();
    EventReading reading = new ReadingPlan(basis, schemas).of(checked);
    PastSetup past =
        new PastSetup(
            reading,
            groupsFedBy(source),
            history,
            new TaskSum(count -> basis.metrics().ingest().pastRemaining(source.name(), count)),
            basis.metrics().ingest());
    return new EventSetup(
        reading,
        new LateCheck(EntityFeatures.longestWindow(basis.entities(), source)),
        past,
        basis.declared().time(),
        new TaskSum(heldMs -> basis.metrics().ingest().timeHeld(source.name(), heldMs)),
        new NamesPlan(basis).events(source.name()),
        basis.metrics().ingest());
  }

  private Set<String> groupsFedBy(Source source) {
    Set<String> ids = new TreeSet<>();
    for (EntityFeatures entity : basis.entities()) {
      for (int g = 0; g < entity.plan().groups().size(); g++) {
        if (entity.plan().groups().get(g).source().equals(source.name())) {
          ids.add(entity.plan().groupIds().get(g));
        }
      }
    }
    return ids;
  }
}
