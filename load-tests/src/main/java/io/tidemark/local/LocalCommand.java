package io.tidemark.local;

import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark local}: the stack and the service on known ports, until it is interrupted. */
@Command(
    name = "local",
    description =
        "Starts Kafka, Redis, a schema registry and the service on 127.0.0.1 and stays up until"
            + " Ctrl-C. Topics that the definitions name are created.",
    showDefaultValues = true,
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {

  private static final String APPLICATION_ID = "tidemark-local";

  @Option(names = "--kafka-port", defaultValue = "9092", description = "Port of Kafka; 0: any.")
  private int kafkaPort;

  @Option(names = "--redis-port", defaultValue = "6379", description = "Port of Redis; 0: any.")
  private int redisPort;

  @Option(
      names = "--registry-port",
      defaultValue = "8081",
      description = "Port of the schema registry; 0: any.")
  private int registryPort;

  @Option(
      names = "--http-port",
      defaultValue = "8080",
      description = "Port of the service's HTTP endpoints; 0: any.")
  private int httpPort;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Your definitions, a file or a folder; without it the built-in ones.")
  private Path config;

  @Option(
      names = "--schema",
      paramLabel = "TOPIC=FILE",
      description =
          "Register an Avro schema (.avsc) for the values of a topic before the service starts,"
              + " which holds your definitions against it. Repeatable.")
  private Map<String, Path> schemas = new LinkedHashMap<>();

  @Mixin private ServiceFlags flags;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requireConfig();
    PrintWriter out = spec.commandLine().getOut();
    StackOptions options =
        StackOptions.onPorts(kafkaPort, redisPort, registryPort).keepingData(flags.keepData);
    Loopback.claim(httpPort, "the service", "--http-port");
    try (LocalStack stack = LocalStack.start(options, out::println)) {
      runService(stack, out);
    }
    return 1;
  }

  private void runService(LocalStack stack, PrintWriter out) {
    try {
      ServiceProcess service =
          stack.host(new ServiceProcess(stack, APPLICATION_ID, httpPort, flags.javaFlags()));
      registerSchemas(stack);
      out.println("Service   starting, log in " + service.log());
      service.start(config);
      out.println("Service   ready on " + service.url(""));
      out.println();
      out.println("For replay, baseline and other commands in another terminal:");
      out.println("  " + exports(stack));
      out.println();
      out.println("Ready. Ctrl-C ends everything.");
      service.awaitEnd();
    } catch (StackException e) {
      if (!stack.isClosing()) {
        stack.keepLogs();
        throw e;
      }
    }
  }

  /** The registry's address has a path, ports may differ from defaults, and the name does. */
  private static String exports(LocalStack stack) {
    return "export TIDEMARK_KAFKA_BOOTSTRAP_SERVERS=%s TIDEMARK_SCHEMA_REGISTRY_URL=%s TIDEMARK_APPLICATION_ID=%s"
        .formatted(stack.bootstrapServers(), stack.registryUrl(), APPLICATION_ID);
  }

  private void registerSchemas(LocalStack stack) {
    Map<String, String> settings = Map.of("schema.registry.url", stack.registryUrl());
    try (SchemaRegistry registry = SchemaRegistries.connect(settings)) {
      schemas.forEach((topic, file) -> registry.register(topic + "-value", schema(file)));
    }
  }

  private static Schema schema(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException | SchemaParseException e) {
      throw new IllegalArgumentException(
          "Cannot read --schema " + file + ": " + e.getMessage() + ". It must be an Avro schema.",
          e);
    }
  }

  private void requireConfig() {
    if (config != null && !Files.exists(config)) {
      throw new IllegalArgumentException(
          "Cannot read --config " + config.toAbsolutePath() + ": there is no such file or folder.");
    }
  }
}
