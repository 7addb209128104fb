package io.tidemark.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/**
 * The parts of a stack as containers of the images that {@code docker-compose.yml} names, on ports
 * the engine chooses. The broker has the settings of the local one, Redis the command line of the
 * compose file; the registry keeps schemas in memory. Thread-safe but for {@link #close}.
 */
final class ContainerStack implements Stack {
  private static final int REDIS_PORT = 6379;
  private static final int REGISTRY_PORT = 8080;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final WorkFolder work = WorkFolder.create(false);
  private final KafkaContainer kafka;
  private final GenericContainer<?> redis;
  private final GenericContainer<?> registry;

  private ContainerStack(ComposeFile compose) {
    kafka = new KafkaContainer(compose.image("kafka")).withStartupTimeout(START_LIMIT);
    KafkaProcess.SINGLE_NODE.forEach((key, value) -> kafka.withEnv(variable(key), value));
    redis =
        new GenericContainer<>(compose.image("redis"))
            .withCommand(compose.command("redis").toArray(String[]::new))
            .withExposedPorts(REDIS_PORT)
            .withStartupTimeout(START_LIMIT);
    registry =
        new GenericContainer<>(compose.image("registry"))
            // Confluent's default; Apicurio's own is NONE
            .withEnv("APICURIO_RULES_GLOBAL_COMPATIBILITY", "BACKWARD")
            .withEnv("APICURIO_CCOMPAT_USE_CANONICAL_HASH", "true")
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp("/health/ready").withStartupTimeout(START_LIMIT));
  }

  /** {@code a.b} as the image's environment has it. */
  private static String variable(String setting) {
    return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /**
   * Starts all parts at once and returns when each answers.
   *
   * @throws StackException when one does not start; nothing is left running
   */
  static ContainerStack start() {
    ContainerStack stack = new ContainerStack(ComposeFile.read());
    try {
      Startables.deepStart(stack.kafka, stack.redis, stack.registry).join();
      return stack;
    } catch (RuntimeException e) {
      StackException failure = new StackException("Cannot start containers: " + e.getMessage(), e);
      stack.close();
      throw failure;
    }
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers().replaceFirst("^\\w+://", "");
  }

  @Override
  public String redisUrl() {
    return "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT);
  }

  @Override
  public String registryUrl() {
    int port = registry.getMappedPort(REGISTRY_PORT);
    return "http://" + registry.getHost() + ":" + port + RegistryProcess.CONFLUENT_API;
  }

  @Override
  public Path log(String name) {
    return work.log(name);
  }

  @Override
  public Path folder(String name) {
    return work.folder(name);
  }

  @Override
  public void close() {
    Stream.of(registry, redis, kafka).forEach(GenericContainer::stop);
    work.close();
  }
}
