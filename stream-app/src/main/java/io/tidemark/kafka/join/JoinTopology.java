package io.tidemark.kafka.join;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.LabelledExample;
import io.tidemark.contribution.EntityInput;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.join.Fate;
import io.tidemark.join.JoinEngine;
import io.tidemark.kafka.erasure.AskedErasures;
import io.tidemark.kafka.erasure.ReceiptSink;
import io.tidemark.kafka.join.Sided.Refusable;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.monitoring.labels.LabelWait;
import io.tidemark.monitoring.metrics.ErasureMetrics;
import io.tidemark.monitoring.quality.LabelEvent;
import io.tidemark.monitoring.quality.LabelNews;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.records.LabelEvents;
import io.tidemark.records.LoggedOutcome;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.records.NamedEntities;
import io.tidemark.task.TaskSum;
import io.tidemark.text.GraphNames;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The part of the graph that joins one model's predictions and outcomes.
 *
 * <pre>
 *   predictions --by request id--> [read] --+--> [join] --> labelled
 *   outcomes -----by request id--> [read] --+   (of each topic)
 *   erasures -----to every task-------------+            --> receipts
 * </pre>
 *
 * <p>Both sides cross a topic by request id, as they were logged, because their own topics may be
 * keyed and partitioned in any way. That of outcomes is one for all models that read their topic.
 *
 * @param setup what every task shares
 * @param progress how far its inputs are read
 * @param partitions of the topics by request id
 * @param labelledTopic where labelled examples go
 * @param examples their serde
 * @param erasing how entities are erased from it
 */
public record JoinTopology(
    JoinSetup setup,
    InputProgress progress,
    int partitions,
    String labelledTopic,
    Serde<LabelledExample> examples,
    Erasing erasing) {
  private static final String PREDICTIONS = "predictions-by-request-";
  private static final String OUTCOMES = "outcomes-by-request-";

  /** Whose requests these are. */
  public String model() {
    return setup.model().name();
  }

  /** The name of the store that has them, each under its id. */
  public String store() {
    return setup.stateStore();
  }

  /** The internal topics on which the logs of a model travel; none where nothing is joined. */
  public static Set<String> logTopics(String applicationId, Model model) {
    if (model.outcomeTopics().isEmpty()) {
      return Set.of();
    }
    Set<String> topics = outcomeTopics(applicationId, model);
    topics.add(internal(applicationId, PREDICTIONS + GraphNames.of(model.name())));
    return topics;
  }

  /** Those of them on which outcomes travel. */
  static Set<String> outcomeTopics(String applicationId, Model model) {
    return model.outcomeTopics().stream()
        .map(topic -> internal(applicationId, OUTCOMES + GraphNames.of(topic)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Named as Kafka Streams names it; {@code TopologyGoldenTest} holds it against the graph. */
  private static String internal(String applicationId, String name) {
    return applicationId + "-" + name + "-repartition";
  }

  /** Outcomes of a topic by request id, as they were logged, for every model that reads it. */
  public KStream<String, byte[]> byRequest(
      String outcomeTopic, KStream<byte[], LoggedOutcome> outcomes) {
    String topic = GraphNames.of(outcomeTopic);
    return outcomes
        .process(
            () ->
                keyed(
                    LoggedOutcome::requestId,
                    LoggedOutcome::wire,
                    (outcome, arrivedMs) -> outcome.source().get()),
            Named.as("outcomes-key-" + topic))
        .repartition(byRequest(OUTCOMES + topic));
  }

  /**
   * Adds the part to the graph.
   *
   * @param outcomes of each of the model's topics, in their order, by request id, as they were
   *     logged
   * @param erasures of entities of every kind
   * @return what comes of it, for {@link #unjoined} and {@link #labels}; labelled examples are on
   *     their way
   */
  public KStream<String, Joined> add(
      StreamsBuilder builder,
      KStream<byte[], LoggedPrediction> predictions,
      List<KStream<String, byte[]>> outcomes,
      AskedErasures erasures) {
    TaskStores stores =
        new TaskStores(builder)
            .rows(setup.stateStore())
            .timers(setup.dueStore())
            .timers(setup.requestStore())
            .rows(setup.erasureStore())
            .hook(setup.hookStore());
    KStream<String, ToJoin> sides = read(predictions);
    for (int i = 0; i < outcomes.size(); i++) {
      sides = sides.merge(readOutcomes(outcomes.get(i), i), Named.as(name(which(i) + "sides-of-")));
    }
    KStream<String, Joined> joined =
        sides
            .merge(asked(erasures), Named.as(name("merge-erasures-join-")))
            .process(() -> new JoinProcessor(this), Named.as(name("join-")), stores.names());
    joined
        .filter((key, one) -> one instanceof Joined.OfExample, Named.as(name("examples-of-")))
        .mapValues(one -> ((Joined.OfExample) one).record(), Named.as(name("example-of-")))
        .to(labelledTopic, Produced.with(Serdes.String(), examples).withName(name("labelled-")));
    erasing
        .sink()
        .take(
            joined
                .filter((key, one) -> one instanceof Joined.Answer, Named.as(name("answers-of-")))
                .mapValues(
                    one -> (SpecificRecord) ((Joined.Answer) one).receipt(),
                    Named.as(name("answer-of-"))),
            setup.stateStore());
    return joined;
  }

  private KStream<String, ToJoin> asked(AskedErasures erasures) {
    return erasures
        .toAll(setup.stateStore(), partitions)
        .mapValues(
            input -> (ToJoin) new Asked((EntityInput.Erased) input),
            Named.as(name("erase-requests-of-")));
  }

  /** What happens to labels: by cohort, where quality is measured, and to who waits for them. */
  public KStream<String, LabelNews> labels(KStream<String, Joined> joined) {
    return joined.flatMapValues(JoinTopology::event, Named.as(name("events-of-")));
  }

  private static List<LabelNews> event(Joined joined) {
    if (joined instanceof Joined.Waits waits) {
      return List.of(waits.news());
    }
    if (joined instanceof Joined.Moved moved) {
      return List.of(moved.event());
    }
    return joined instanceof Joined.Example example && !example.cohort().isZero()
        ? List.of(LabelEvents.of(example.record(), example.cohort()))
        : List.of();
  }

  /**
   * By topic of outcomes what is said of records that are not joined; for {@link UnjoinedTopology}.
   * The first of several topics takes what is said of predictions.
   */
  public Map<String, KStream<String, Joined>> unjoined(KStream<String, Joined> joined) {
    Map<String, KStream<String, Joined>> byTopic = new LinkedHashMap<>();
    List<String> topics = setup.model().outcomeTopics();
    for (int i = 0; i < topics.size(); i++) {
      String topic = topics.get(i);
      boolean first = i == 0;
      byTopic.put(
          topic,
          joined.filter(
              (key, one) ->
                  one instanceof Joined.Said said
                      ? said.fate().outcome().topic().equals(topic)
                      : first && one instanceof Joined.TooOld,
              Named.as(name(which(i) + "unjoined-of-"))));
    }
    return byTopic;
  }

  /** A model of one topic has names without a number. */
  private static String which(int topic) {
    return topic == 0 ? "" : topic + 1 + "-";
  }

  private KStream<String, ToJoin> read(KStream<byte[], LoggedPrediction> predictions) {
    Model model = setup.model();
    JoinEngine engine = setup.engine();
    return predictions
        .filter((key, p) -> p.log().getModel().equals(model.name()), Named.as(name("only-")))
        .process(
            () ->
                keyed(
                    LoggedPrediction::requestId,
                    LoggedPrediction::wire,
                    (prediction, arrivedMs) -> source(engine, prediction, arrivedMs)),
            Named.as(name("predictions-key-")))
        .repartition(byRequest(name(PREDICTIONS)))
        .processValues(
            () -> new ReadPrediction(setup, progress, erasing.entities()),
            Named.as(name("predictions-read-")));
  }

  /** By the wall clock it is known here whether the join will take it. */
  private byte[] source(JoinEngine engine, LoggedPrediction prediction, long arrivedMs) {
    boolean taken =
        setup.timing().mode() == ClockMode.WALL
            && !engine.isForgotten(prediction.timeMs(), arrivedMs);
    return taken ? null : prediction.source().get();
  }

  private <V> ByRequestProcessor<V> keyed(
      Function<V, String> requestId, Function<V, byte[]> wire, BiFunction<V, Long, byte[]> source) {
    return new ByRequestProcessor<>(
        requestId, wire, source, new PacedCommits(setup.timing()), progress);
  }

  private KStream<String, ToJoin> readOutcomes(KStream<String, byte[]> outcomes, int which) {
    String topic = setup.model().outcomeTopics().get(which);
    return outcomes.processValues(
        () -> new ReadOutcome(setup, progress, topic),
        Named.as(name(which(which) + "outcomes-read-")));
  }

  private Repartitioned<String, byte[]> byRequest(String name) {
    return Repartitioned.with(Serdes.String(), Serdes.ByteArray())
        .withName(name)
        .withNumberOfPartitions(partitions);
  }

  private String name(String step) {
    return step + GraphNames.of(setup.model().name());
  }

  /**
   * How entities are erased from the join of a model.
   *
   * @param entities tells which of them a prediction is about
   * @param kept how long the topic of examples has one, from when it was written
   * @param receipts writes what became of a request
   * @param sink where receipts go
   * @param metrics where tombstones are counted
   * @param underWay erasures that tasks of this process are not done with
   */
  public record Erasing(
      NamedEntities entities,
      Duration kept,
      ErasureReceipts receipts,
      ReceiptSink sink,
      ErasureMetrics metrics,
      TaskSum underWay) {}

  /** What reaches the join of one model. */
  sealed interface ToJoin permits Sided, Asked {}

  /** The entity whose name is the record's key is to be erased. */
  record Asked(EntityInput.Erased erasure) implements ToJoin {}

  /** What comes out of the join of one model. */
  public sealed interface Joined {
    /** What the topic of examples has under the record's key from now on. */
    sealed interface OfExample extends Joined {
      /** {@code null} where nothing any more. */
      LabelledExample record();
    }

    /**
     * What is said of a label.
     *
     * @param cohort how long predictions are gathered whose labels are judged together; zero where
     *     they are not
     */
    record Example(LabelledExample record, Duration cohort) implements OfExample {}

    /** A prediction waits for a label, or nothing can change it any more. */
    record Moved(LabelEvent event) implements Joined {}

    /** What has become of the wait for a label. */
    record Waits(LabelNews.Waited news) implements Joined {
      Waits(LabelWait wait) {
        this(new LabelNews.Waited(wait));
      }
    }

    /** A label is about an entity that is erased; no sum over examples takes anything back. */
    record Gone() implements OfExample {
      @Override
      public LabelledExample record() {
        return null;
      }
    }

    /** What became of an erasure. */
    record Answer(ErasureReceipt receipt) implements Joined {}

    /**
     * What is said of an outcome without a prediction.
     *
     * @param model that says it
     * @param source the outcome that is being read, as it came; null where none is
     */
    record Said(String model, Fate fate, Refusable source) implements Joined {}

    /**
     * A prediction that is not joined since its request may have been forgotten.
     *
     * @param topic it was read from
     * @param entities names of those that it is about
     */
    record TooOld(String topic, Refusable source, Set<String> entities) implements Joined {}
  }
}
