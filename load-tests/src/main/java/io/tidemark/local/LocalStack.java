package io.tidemark.local;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Kafka, Redis and a schema registry as child processes on 127.0.0.1, started in parallel (3 to 5
 * s).
 *
 * <p>Closing ends all of them and removes their files; so does the end of this process, whichever
 * way it ends. The parts may be stopped, killed and started again by a test. Not thread-safe.
 */
public final class LocalStack implements Stack {

  private final WorkFolder work;
  private final KafkaProcess kafka;
  private final RedisProcess redis;
  private final RegistryProcess registry;
  private final Thread closeAtExit = new Thread(this::shutDown, "close-local-stack");

  private boolean closing;
  private final Deque<AutoCloseable> guests = new ArrayDeque<>();

  private LocalStack(WorkFolder work, StackOptions options) {
    this.work = work;
    this.kafka =
        new KafkaProcess(work, Loopback.claim(options.kafkaPort(), "Kafka", "--kafka-port"));
    this.redis =
        new RedisProcess(
            work,
            Loopback.claim(options.redisPort(), "Redis", "--redis-port"),
            options.redisMaxMemoryMb(),
            List.of());
    this.registry =
        new RegistryProcess(
            work, Loopback.claim(options.registryPort(), "the registry", "--registry-port"));
  }

  /**
   * Starts all parts and returns when each answers.
   *
   * @param progress is told, in whole lines, what is ready; called from several threads
   * @throws StackException when a port is in use or a part does not start; nothing is left running
   */
  public static LocalStack start(StackOptions options, Consumer<String> progress) {
    WorkFolder work = WorkFolder.create(options.keepData());
    try {
      LocalStack stack = new LocalStack(work, options);
      stack.startAll(progress);
      return stack;
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }

  public KafkaProcess kafka() {
    return kafka;
  }

  public RedisProcess redis() {
    return redis;
  }

  public RegistryProcess registry() {
    return registry;
  }

  @Override
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public String redisUrl() {
    return redis.url();
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  /** Leaves the logs on disk when this is closed; for after a failure. */
  public synchronized void keepLogs() {
    if (!closing) {
      work.keepLogs();
    }
  }

  /** Whether this process is being ended from outside: parts that die now do so because of it. */
  synchronized boolean isClosing() {
    return closing;
  }

  /** Closes {@code guest} before the parts it uses, the last one given first. */
  public synchronized <T extends AutoCloseable> T host(T guest) {
    guests.push(guest);
    return guest;
  }

  /** Where data and logs are; gone after {@link #close} unless kept. */
  public Path workFolder() {
    return work.root();
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
    try {
      Runtime.getRuntime().removeShutdownHook(closeAtExit);
    } catch (IllegalStateException e) {
      // this process is ending: the hook does the same work at this moment
      return;
    }
    shutDown();
  }

  private void startAll(Consumer<String> progress) {
    Runtime.getRuntime().addShutdownHook(closeAtExit);
    List<CompletableFuture<Void>> starts =
        List.of(
            started("Redis", redis::start, redis::url, progress),
            started("Kafka", kafka::start, kafka::bootstrapServers, progress),
            started("Registry", registry::start, registry::url, progress));
    try {
      starts.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      starts.forEach(start -> start.exceptionally(failure -> null).join());
      keepLogs();
      close();
      throw e.getCause() instanceof StackException cause ? cause : e;
    }
  }

  private static CompletableFuture<Void> started(
      String name, Runnable start, Supplier<String> address, Consumer<String> progress) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Clock clock = Clock.systemUTC();
    Instant begin = clock.instant();
    Runnable task =
        () -> {
          try {
            start.run();
            Duration took = Duration.between(begin, clock.instant());
            progress.accept(
                "%-9s ready on %s (%.1f s)".formatted(name, address.get(), took.toMillis() / 1e3));
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        };
    new Thread(task, "start-" + name).start();
    return done;
  }

  /** Every part is closed even when another fails to; the first failure is thrown. */
  private void shutDown() {
    List<RuntimeException> failures = new ArrayList<>();
    for (AutoCloseable part : partsInClosingOrder()) {
      try {
        part.close();
      } catch (Exception e) {
        failures.add(new StackException("Cannot close " + part + ": " + e.getMessage(), e));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private synchronized List<AutoCloseable> partsInClosingOrder() {
    closing = true;
    List<AutoCloseable> parts = new ArrayList<>(guests);
    parts.addAll(List.of(registry, kafka, redis, work));
    return parts;
  }
}
