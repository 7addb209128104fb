package io.tidemark.local;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Quarantined;
import io.tidemark.demo.FeatureCheck;
import io.tidemark.demo.LabelCheck;
import io.tidemark.demo.Ledger;
import io.tidemark.demo.QuarantineCheck;
import io.tidemark.demo.RevisionCheck;
import io.tidemark.demo.RowCheck;
import io.tidemark.demo.TrafficGenerator;
import io.tidemark.demo.TrafficPlan;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The service as users run it, on a cluster that loses brokers in the middle of steady traffic, and
 * what came out of it against what the cluster acknowledged. Not thread-safe.
 */
public final class FailoverRun {

  private static final String APPLICATION = "failover";
  private static final double EVENTS_PER_SECOND = 200;
  private static final double PREDICTIONS_PER_SECOND = 60;
  private static final int USERS = 150;

  /** Of the run's length: one before each of the two kills, one away, what is left to catch up. */
  private static final int PAUSES = 6;

  /** The longest label and its grace in {@code failover.yaml}, and slowness. */
  private static final Duration LABELS_FINAL = Duration.ofSeconds(15 + 45 + 60);

  private static final Duration ROWS_WRITTEN = Duration.ofSeconds(30);

  /** In which something that comes once more would come. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final ClusterStack stack;
  private final Consumer<String> progress;
  private final Ledger ledger = new Ledger();
  private final LabelCheck labels = new LabelCheck();
  private final RevisionCheck revisions = new RevisionCheck();
  private final QuarantineCheck quarantine = new QuarantineCheck();
  private final RowCheck rows = new RowCheck();

  /**
   * What a run found.
   *
   * @param counts of records and values held against each other, by what they are
   * @param contradictions one sentence for each way in which what came out is not what went in
   */
  public record Outcome(Map<String, Long> counts, List<String> contradictions) {}

  /**
   * Describes a run on a stack of its own.
   *
   * @param progress is told, in whole lines, what happens; called from several threads
   */
  public FailoverRun(ClusterStack stack, Consumer<String> progress) {
    this.stack = stack;
    this.progress = progress;
  }

  /**
   * Runs once.
   *
   * @param length of the traffic; each broker is away for a sixth of it
   * @throws StackException when a part did not start or ended
   */
  public Outcome run(long seed, Duration length) {
    ServiceProcess service = stack.host(service());
    try (SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        TrafficProducer producer = new TrafficProducer(stack.bootstrapServers(), registry, ledger);
        ClusterView view = new ClusterView(stack.bootstrapServers())) {
      producer.registerSchemas();
      service.start(BuiltFiles.copy("/failover/failover.yaml", stack.folder("failover")));
      try (StoredFeatures features = new StoredFeatures(stack.redisUrl());
          RisingCounts counts = new RisingCounts(stack, "failover:user:", "activity.events_1h")) {
        produce(seed, length, producer, view, service);
        read(registry, service);
        Deadline.after(ROWS_WRITTEN).await(() -> differing(features).isEmpty());
        return outcome(view, features, counts);
      }
    }
  }

  private ServiceProcess service() {
    return new ServiceProcess(stack, APPLICATION, 0, List.of())
        .set("topics.replication", String.valueOf(BrokerCluster.NODES))
        .set("features.topic", "true");
  }

  private void produce(
      long seed,
      Duration length,
      TrafficProducer producer,
      ClusterView view,
      ServiceProcess service) {
    BrokerKills kills =
        new BrokerKills(stack.brokers(), view, APPLICATION, length.dividedBy(PAUSES), progress);
    CompletableFuture<Void> killing = CompletableFuture.runAsync(kills, FailoverRun::inBackground);
    TrafficPlan plan =
        new TrafficPlan(
            seed,
            Clock.systemUTC().millis(),
            length,
            EVENTS_PER_SECOND,
            PREDICTIONS_PER_SECOND,
            USERS);
    producer.publish(new TrafficGenerator(plan), timeMs -> service.requireAlive());
    progress.accept("all traffic acknowledged");
    join(killing);
  }

  /** Not to be waited for when the traffic fails. */
  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "kills");
    thread.setDaemon(true);
    thread.start();
  }

  private static void join(CompletableFuture<Void> killing) {
    try {
      killing.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackException cause ? cause : e;
    }
  }

  private void read(SchemaRegistry registry, ServiceProcess service) {
    try (OutputReader outputs =
        new OutputReader(stack.bootstrapServers(), registry)
            .hand("tidemark.labelled", LabelledExample.class, this::labelled)
            .hand("tidemark.quarantine", Quarantined.class, quarantine::add)
            .hand("tidemark.features", FeatureVector.class, rows::add)) {
      Deadline.after(LABELS_FINAL).await(() -> polled(outputs, service));
      Deadline quiet = Deadline.after(QUIET);
      while (!quiet.passed()) {
        outputs.poll();
      }
    }
  }

  private void labelled(LabelledExample example) {
    labels.add(example);
    revisions.add(example);
  }

  private boolean polled(OutputReader outputs, ServiceProcess service) {
    service.requireAlive();
    outputs.poll();
    return labels.complete(ledger) && quarantine.complete(ledger);
  }

  private List<String> differing(StoredFeatures features) {
    return FeatureCheck.contradictions(readings(features));
  }

  private List<FeatureCheck.Reading> readings(StoredFeatures features) {
    List<FeatureCheck.Reading> readings = new ArrayList<>();
    for (String user : ledger.busiestUsers(USERS)) {
      readings.addAll(FeatureCheck.readTotals(ledger, user, stored(features, user)));
    }
    return readings;
  }

  private static Map<String, String> stored(StoredFeatures features, String user) {
    return features.read("failover", "user", user);
  }

  private Outcome outcome(ClusterView view, StoredFeatures features, RisingCounts counts) {
    List<String> contradictions = new ArrayList<>(differing(features));
    contradictions.addAll(rows.contradictions(user -> stored(features, user)));
    contradictions.addAll(labels.contradictions(ledger));
    contradictions.addAll(revisions.contradictions());
    contradictions.addAll(quarantine.contradictions(ledger));
    counts.backwards().forEach(each -> contradictions.add("A row in Redis went back: " + each));
    ledger.sent().forEach((topic, sent) -> compare(topic, sent, view, contradictions));
    return new Outcome(counts(features, counts), contradictions);
  }

  private static void compare(
      String topic, long sent, ClusterView view, List<String> contradictions) {
    long held = view.records(topic);
    if (held != sent) {
      contradictions.add("%s has %d records; %d were acknowledged.".formatted(topic, held, sent));
    }
  }

  private Map<String, Long> counts(StoredFeatures features, RisingCounts counts) {
    Map<String, Long> found = new LinkedHashMap<>();
    ledger.sent().forEach((topic, sent) -> found.put(topic, (long) sent));
    found.put("labelled examples", (long) revisions.records());
    found.put("quarantined", (long) ledger.spoiled().size());
    found.put("rows on the topic", (long) rows.records());
    found.put("values in Redis", (long) readings(features).size());
    found.put("increases seen in Redis", counts.increases());
    return found;
  }
}
