package io.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.demo.LabelHistory;
import io.tidemark.demo.LabelHistory.Happened;
import io.tidemark.demo.LabelHistory.Part;
import io.tidemark.demo.LabelVerdicts;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One history of requests and what happens after them, through a service that is disturbed while
 * windows close, and what came out against what follows from the history. Not thread-safe.
 */
public final class LabelRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** In which something that comes once more would come. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Before the first close, so that what is told in time arrives in time. */
  private static final Duration AHEAD = Duration.ofSeconds(3);

  /** What this kind of machine sends in a second at least. */
  private static final int SENT_PER_SECOND = 15_000;

  private static final String DEFINITIONS =
      """
      namespace: %1$s
      models:
        - name: ranker
          predictions: {topic: %1$s.predictions}
          outcomes:
            topic: %1$s.outcomes
            labels:
              - {name: click, window: %2$ds, grace: %3$ds, positive: "outcome == 'click'"}
              - name: buy
                window: %2$ds
                grace: %3$ds
                positive: "outcome == 'buy' && value != null"
                value: "value == null ? 0.0 : value"
                several: sum
                on_timeout: unlabelled
                late_horizon: 1d
                late: correct
      """;

  private static final Pattern LABELS = Pattern.compile("tidemark_join_labels\\{(.*)} (\\S+)");

  private final Stack stack;
  private final String name;
  private final LabelHistory history;
  private final Consumer<String> progress;
  private final Clock clock = Clock.systemUTC();
  private final SchemaRegistry registry;
  private final AvroWriter writer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Path definitions;
  private final ServiceProcess first;
  private final ServiceProcess second;
  private Instant start;

  /**
   * What became of a run.
   *
   * @param wrong labels whose newest example is not what follows from the history, or is missing
   * @param sentences some of them, and whatever else contradicts
   * @param took from the last close until all was said
   */
  public record Outcome(int wrong, List<String> sentences, Duration took) {}

  /**
   * Describes a run.
   *
   * @param name of its topics and its service: another for each on one stack
   * @param progress is told, in whole lines, what happens
   */
  public LabelRun(Stack stack, String name, LabelHistory history, Consumer<String> progress) {
    this.stack = stack;
    this.name = name;
    this.history = history;
    this.progress = progress;
    this.registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    AvroWriter.register(registry, name + ".predictions-value", PredictionLog.getClassSchema());
    AvroWriter.register(registry, name + ".outcomes-value", OutcomeLog.getClassSchema());
    this.writer = new AvroWriter(registry, true);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers(), "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.definitions = definitions();
    this.first = service("");
    this.second = service("-second");
  }

  private Path definitions() {
    String text =
        DEFINITIONS.formatted(name, history.window().toSeconds(), history.grace().toSeconds());
    try {
      return Files.writeString(stack.folder(name).resolve("labels.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServiceProcess service(String which) {
    return new ServiceProcess(stack, name)
        .set("topics.prefix", name + ".tidemark.")
        .set("state.dir", state(which).toString());
  }

  private Path state(String which) {
    return stack.folder("state").resolve(name + which);
  }

  /**
   * Runs once.
   *
   * @throws StackException when a part did not start, or machine and window do not go together
   */
  public Outcome run(Disturbance disturbance) {
    first.start(definitions);
    if (disturbance == Disturbance.TAKE_OVER) {
      second.start(definitions);
    }
    start = clock.instant().minus(LabelHistory.spread());
    sendRequests();
    send(Part.EARLY);
    awaitPending();
    disturb(disturbance);
    return outcome();
  }

  private void sendRequests() {
    for (int request = 0; request < history.requests(); request++) {
      PredictionLog log =
          PredictionLog.newBuilder()
              .setRequestId(id(request))
              .setTimestamp(start.plusMillis(history.timeMs(request)))
              .setModel("ranker")
              .setModelVersion("v1")
              .setModelScore(0.5)
              .setRawFeatures(Map.of("number", (long) request))
              .build();
      send("predictions", log, request);
    }
    producer.flush();
  }

  private static String id(int request) {
    return "r" + request;
  }

  private void send(String topic, SpecificRecord log, int request) {
    byte[] value = writer.write(name + "." + topic + "-value", log);
    producer.send(
        new ProducerRecord<>(name + "." + topic, null, id(request).getBytes(UTF_8), value));
  }

  private void send(Part part) {
    for (int request = 0; request < history.requests(); request++) {
      for (Happened one : history.of(request)) {
        if (one.part() == part) {
          send("outcomes", outcome(request, one), request);
        }
      }
    }
    producer.flush();
  }

  private OutcomeLog outcome(int request, Happened one) {
    return OutcomeLog.newBuilder()
        .setRequestId(id(request))
        .setOutcome(one.kind())
        .setOutcomeTimestamp(start.plusMillis(history.timeMs(request)).plusMillis(one.afterMs()))
        .setValue(one.amount() == 0 ? null : one.amount())
        .build();
  }

  private void awaitPending() {
    boolean read =
        until(start.plus(history.window()))
            .await(() -> figure("click", "opened") == history.requests());
    require(read, "The service did not read the requests inside their window: widen it");
    progress.accept(
        "%,d requests read %.1f s after the first"
            .formatted(
                history.requests(), Duration.between(start, clock.instant()).toMillis() / 1e3));
  }

  private Deadline until(Instant end) {
    return new Deadline(clock, end);
  }

  /** What is told in time takes its time, and is told before the first window closes. */
  private Instant lastMoment() {
    return start
        .plus(history.window())
        .minus(AHEAD)
        .minusSeconds(history.requests() / SENT_PER_SECOND);
  }

  private void disturb(Disturbance disturbance) {
    until(lastMoment()).await();
    begin(disturbance);
    Instant began = clock.instant();
    send(Part.IN_TIME);
    require(
        clock.instant().isBefore(start.plus(history.window())),
        "What comes in time was not sent in time: widen the window");
    if (disturbance == Disturbance.BROKER) {
      stackOf(disturbance).kafka().kill();
      stackOf(disturbance).kafka().start();
    }
    if (disturbance.isPause()) {
      until(began.plus(disturbance.pause())).await();
      Signal.CONT.send(pid(first));
    }
    until(start.plus(history.length()).plusSeconds(1)).await();
    send(Part.LATE);
    end(disturbance);
    progress.accept("told of all that happened");
  }

  private void begin(Disturbance disturbance) {
    if (disturbance.isKill()) {
      first.kill();
    } else if (disturbance.isPause()) {
      Signal.STOP.send(pid(first));
    } else if (disturbance == Disturbance.REGISTRY) {
      Signal.STOP.send(stackOf(disturbance).registry().process().pid());
    }
  }

  private void end(Disturbance disturbance) {
    if (disturbance == Disturbance.LOSE_STATE) {
      move(state(""), state("-lost"));
    }
    if (disturbance == Disturbance.KILL || disturbance == Disturbance.LOSE_STATE) {
      first.start(definitions);
    } else if (disturbance == Disturbance.REGISTRY) {
      Signal.CONT.send(stackOf(disturbance).registry().process().pid());
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocalStack stackOf(Disturbance disturbance) {
    if (stack instanceof LocalStack local) {
      return local;
    }
    throw new StackException(disturbance + " needs a stack of its own");
  }

  private static long pid(ServiceProcess service) {
    return service.pid().orElseThrow();
  }

  private Outcome outcome() {
    Instant closed = clock.instant();
    LabelVerdicts verdicts = new LabelVerdicts(history, start.toEpochMilli());
    try (OutputReader outputs =
        new OutputReader(stack.bootstrapServers(), registry)
            .hand(name + ".tidemark.labelled", LabelledExample.class, verdicts::add)) {
      Deadline.after(PATIENCE).await(() -> polled(outputs, verdicts));
      Duration took = Duration.between(closed, clock.instant());
      Deadline quiet = Deadline.after(QUIET);
      while (!quiet.passed()) {
        outputs.poll();
      }
      List<String> sentences = new ArrayList<>(verdicts.some());
      if (verdicts.settled() < verdicts.all()) {
        sentences.add("%d of %d labels have closed".formatted(verdicts.settled(), verdicts.all()));
      }
      sentences.addAll(law());
      return new Outcome(verdicts.wrong() + verdicts.outOfTurn(), sentences, took);
    }
  }

  private boolean polled(OutputReader outputs, LabelVerdicts verdicts) {
    outputs.poll();
    return verdicts.isComplete();
  }

  /** Requests are those that were joined, timed out, unlabelled, and pending. */
  private List<String> law() {
    boolean holds = Deadline.after(QUIET).await(() -> lawHolds("click") && lawHolds("buy"));
    return holds ? List.of() : List.of("The counts of labels do not add up: " + figures());
  }

  private boolean lawHolds(String label) {
    long sum = figure(label, "joined") + figure(label, "timed_out") + figure(label, "unlabelled");
    return figure(label, "opened") == history.requests()
        && sum == history.requests()
        && figure(label, "pending") == 0;
  }

  private long figure(String label, String state) {
    return LABELS
        .matcher(pages())
        .results()
        .filter(line -> line.group(1).contains("label=\"" + label + "\""))
        .filter(line -> line.group(1).contains("state=\"" + state + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.group(2)))
        .sum();
  }

  private List<String> figures() {
    return LABELS.matcher(pages()).results().map(MatchResult::group).toList();
  }

  /** Of all instances that are there. */
  private String pages() {
    StringBuilder all = new StringBuilder();
    for (ServiceProcess service : List.of(first, second)) {
      if (service.isAlive()) {
        all.append(service.body("/metrics"));
      }
    }
    return all.toString();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new StackException(otherwise);
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    producer.close();
    registry.close();
  }
}
