package io.tidemark.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.app.cli.Progress;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Quarantined;
import io.tidemark.demo.DriftCheck;
import io.tidemark.demo.FeatureCheck;
import io.tidemark.demo.LabelCheck;
import io.tidemark.demo.Ledger;
import io.tidemark.demo.QuarantineCheck;
import io.tidemark.demo.RankerModel;
import io.tidemark.demo.Summary;
import io.tidemark.demo.Tour;
import io.tidemark.demo.TrafficGenerator;
import io.tidemark.demo.TrafficPlan;
import io.tidemark.demo.TrainingSample;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One demo on a running stack: baseline, traffic, the wait for what is due, the summary. */
final class DemoRun {

  private static final int TRAINING_ROWS = 20_000;
  private static final int USERS_SHOWN = 3;
  private static final Duration SLACK = Duration.ofSeconds(20);

  private final Stack stack;
  private final ServiceProcess service;
  private final PrintWriter out;
  private final Ledger ledger = new Ledger();
  private final LabelCheck labels = new LabelCheck();
  private final QuarantineCheck quarantine = new QuarantineCheck();

  DemoRun(Stack stack, ServiceProcess service, PrintWriter out) {
    this.stack = stack;
    this.service = service;
    this.out = out;
  }

  Summary run(long seed, Duration length, DemoCommand.Rates rates) {
    try (SchemaRegistry registry = registry();
        TrafficProducer producer =
            new TrafficProducer(stack.bootstrapServers(), registry, ledger)) {
      producer.registerSchemas();
      out.println("Service   starting, log in " + service.log());
      service.start(BuiltFiles.copy("/demo/demo.yaml", stack.folder("demo")));
      out.println("Service   ready on " + service.url(""));
      publishBaseline(seed);
      return observe(plan(seed, length, rates), producer, registry);
    }
  }

  private static TrafficPlan plan(long seed, Duration length, DemoCommand.Rates rates) {
    return new TrafficPlan(
        seed,
        Clock.systemUTC().millis(),
        length,
        rates.events(),
        rates.predictions(),
        rates.users());
  }

  private Summary observe(TrafficPlan plan, TrafficProducer producer, SchemaRegistry registry) {
    DriftCheck drift = new DriftCheck(plan.driftMs());
    try (StoredFeatures features = new StoredFeatures(stack.redisUrl());
        OutputReader outputs =
            new OutputReader(stack.bootstrapServers(), registry)
                .hand("tidemark.labelled", LabelledExample.class, labels::add)
                .hand("tidemark.drift", DriftMetric.class, drift::add)
                .hand("tidemark.quarantine", Quarantined.class, quarantine::add)) {
      produce(plan, producer);
      awaitDue(outputs, () -> complete(drift));
      return summary(plan, drift, readings(features));
    }
  }

  private void publishBaseline(long seed) {
    Path file = stack.folder("demo").resolve("training.jsonl");
    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    try {
      for (Map<String, Object> row : TrainingSample.rows(seed, TRAINING_ROWS)) {
        lines.add(mapper.writeValueAsString(row));
      }
      Files.write(file, lines);
    } catch (IOException e) {
      throw new StackException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    service.command(
        "baseline",
        List.of(
            "--input", file.toString(),
            "--model", RankerModel.NAME,
            "--model-version", RankerModel.VERSION));
    out.println("Baseline  published from " + TRAINING_ROWS + " training rows");
  }

  private SchemaRegistry registry() {
    return SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
  }

  private void produce(TrafficPlan plan, TrafficProducer producer) {
    long seconds = Duration.ofMillis(plan.endMs() - plan.startMs()).toSeconds();
    try (Progress progress = Progress.of("Traffic", seconds, new Progress.Unit("s", 1))) {
      producer.publish(
          new TrafficGenerator(plan),
          timeMs -> {
            progress.note(timeMs < plan.driftMs() ? "as trained" : "drifted");
            progress.reach(Math.min(seconds, (timeMs - plan.startMs()) / 1000));
            service.requireAlive();
          });
    }
  }

  /** Reads the outputs until everything due is there, or what is missing is overdue. */
  private void awaitDue(OutputReader outputs, BooleanSupplier complete) {
    out.println("Waiting for the last labels to become final ...");
    Deadline deadline = Deadline.after(LabelCheck.LONGEST.plus(SLACK));
    do {
      outputs.poll();
      service.requireAlive();
    } while (!complete.getAsBoolean() && !deadline.passed());
    // what should not have come may come in the same moment as the last that should
    outputs.poll();
  }

  private boolean complete(DriftCheck drift) {
    return quarantine.complete(ledger) && drift.complete() && labels.complete(ledger);
  }

  private List<FeatureCheck.Reading> readings(StoredFeatures features) {
    List<FeatureCheck.Reading> readings = new ArrayList<>();
    for (String user : ledger.busiestUsers(USERS_SHOWN)) {
      readings.addAll(FeatureCheck.read(ledger, user, features.read("demo", "user", user)));
    }
    return readings;
  }

  private Summary summary(TrafficPlan plan, DriftCheck drift, List<FeatureCheck.Reading> readings) {
    List<String> contradictions = new ArrayList<>(FeatureCheck.contradictions(readings));
    contradictions.addAll(labels.contradictions(ledger));
    contradictions.addAll(drift.contradictions());
    contradictions.addAll(quarantine.contradictions(ledger));
    return new Summary(
        plan.seed(),
        Duration.ofMillis(plan.endMs() - plan.startMs()).toSeconds(),
        ledger.sent(),
        readings,
        labels.counts(),
        drift.shifts(),
        quarantine.byReason(),
        QuarantineCheck.injected(ledger),
        urls(),
        contradictions);
  }

  private Map<String, String> urls() {
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put(Tour.CONSOLE, service.url("/console"));
    urls.put("metrics", service.url("/metrics"));
    urls.put("health", service.url("/health/ready"));
    urls.put("kafka", stack.bootstrapServers());
    urls.put("redis", stack.redisUrl());
    urls.put("registry", stack.registryUrl());
    urls.put("service log", service.log().toString());
    return urls;
  }
}
