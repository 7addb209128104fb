package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.avro.Erasure;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.Entity;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.erasure.ReceiptReader;
import io.tidemark.records.ErasureAnswers;
import io.tidemark.records.ErasureRequests;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.store.EntityKey;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has an entity erased. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erase an entity: from the state of its features, in every group and version, from Redis, and"
          + " from the topic of vectors; predictions that name it from joins, labelled examples and"
          + " quarantine.",
      "Prints the receipts: what was removed where, what is kept and until when. What happened to the"
          + " entity before does not count again, whenever it is read; what comes later starts from"
          + " nothing."
    })
final class EraseCommand implements Callable<Integer> {
  private static final Duration AT_ONCE = Duration.ofMillis(200);

  @Spec private CommandSpec spec;
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;

  @Option(names = "--entity", required = true, description = "The kind of entity.")
  private String entity;

  @Option(
      names = "--key",
      required = true,
      description = "Which one; given once for each field of its key, in their order.")
  private List<String> key;

  @Option(names = "--by", description = "Who asks, for the audit trail.")
  private String requestedBy;

  @Option(names = "--note", description = "Why, for the audit trail: a ticket's number, say.")
  private String note;

  @Option(names = "--no-wait", description = "Ask, and do not wait for the receipts.")
  private boolean noWait;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the receipts. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  @Override
  public Integer call() throws DefinitionException {
    if (waitSeconds < 0) {
      throw new UsageFailure("Invalid --wait " + waitSeconds + ": must be seconds, 0 or more.");
    }
    Erasure request =
        ErasureRequests.of(
            name(definitions.load().definitions()), Clock.systemUTC().instant(), requestedBy, note);
    Settings chosen = settings.load(definitions.settings());
    Topics.Requests topics = TopicPlan.own(chosen).requests();
    KafkaClients clients = new KafkaClients(chosen.kafka(), "tidemark-erase");
    TopicPlan.prepare(chosen, clients);
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry());
        ReceiptReader receipts =
            new ReceiptReader(clients.reader("receipts"), topics.receipts().name(), registry)) {
      new Publication(chosen, "erase").publish(topics.erasures(), request.getErasureId(), request);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("Asked for erasure %s at %s.%n", request.getErasureId(), request.getRequestedAt());
      out.flush();
      return noWait ? ExitCode.OK : await(receipts, request.getErasureId(), out);
    }
  }

  private EntityKey name(Definitions declared) {
    List<String> known = declared.entities().stream().map(Entity::name).toList();
    if (!known.contains(entity)) {
      throw new UsageFailure(
          "Unknown entity '%s': declared are %s. Name the service's definitions with --config."
              .formatted(entity, known));
    }
    int parts = declared.entities().get(known.indexOf(entity)).key().size();
    if (key.size() != parts || key.contains("")) {
      throw new UsageFailure(
          "Invalid key %s of entity %s: it has %d parts, none empty. Give --key once for each."
              .formatted(key, entity, parts));
    }
    return new EntityKey(declared.namespace(), entity, EntityKey.join(key));
  }

  private int await(ReceiptReader reader, String id, PrintWriter out) {
    ErasureAnswers answers = new ErasureAnswers();
    long endNanos = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
    while (!answers.state().isLast() && System.nanoTime() < endNanos) {
      reader.poll(id, AT_ONCE).forEach(answers::add);
    }
    new ErasureReport(answers).print(out);
    boolean done = answers.state().isLast() && answers.state() != ErasureAnswers.State.REFUSED;
    return done ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
