package io.tidemark.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The service as users run it, {@code java -jar tidemark.jar run}, against a stack. */
public final class ServiceProcess extends ServerProcess {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);
  private static final int HEAP_MB = 1024;
  private static final List<String> SHORT_LIVED =
      List.of("-XX:-UseParallelGC", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Stack stack;
  private final String applicationId;
  private final List<String> javaFlags;
  private final int httpPort;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Describes a service on any free port that is not started yet and lives for a minute: it starts
   * with the serial collector and the first compiler alone, whatever it ships with.
   */
  public ServiceProcess(Stack stack, String applicationId) {
    this(stack, applicationId, 0, SHORT_LIVED);
  }

  /**
   * Describes a service that is not started yet.
   *
   * @param applicationId consumer group, and prefix of internal topics and state
   * @param httpPort port of its HTTP endpoints, 0 for any free one
   * @param javaFlags added to its command line, after those it ships with
   */
  public ServiceProcess(Stack stack, String applicationId, int httpPort, List<String> javaFlags) {
    this.stack = stack;
    this.applicationId = applicationId;
    this.javaFlags = List.copyOf(javaFlags);
    this.httpPort = Loopback.claim(httpPort, "the service", "--http-port");
    settings.put("application.id", applicationId);
    settings.put("kafka.bootstrap.servers", stack.bootstrapServers());
    settings.put("schema.registry.url", stack.registryUrl());
    settings.put("redis.url", stack.redisUrl());
    settings.put("http.host", Loopback.HOST);
    settings.put("http.port", String.valueOf(this.httpPort));
    settings.put("state.dir", stack.folder("state").resolve(applicationId).toString());
    // on a machine that starts the others at the same time
    settings.put("start.patience", "2m");
    // nobody else is there to create the topics producers write
    settings.put("topics.create", "all");
    settings.put("topics.replication", "1");
  }

  /** Sets one of the service's settings; before {@link #start}. */
  public ServiceProcess set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /**
   * Starts the service and returns when it says that it is ready.
   *
   * @param definitions file or folder of definitions; null for the built-in ones
   */
  public void start(Path definitions) {
    start(definitions, List.of());
  }

  /**
   * Starts the service and returns when it says that it is ready.
   *
   * @param definitions file or folder of definitions; null for the built-in ones
   * @param flags of the command, besides settings
   */
  public void start(Path definitions, List<String> flags) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(flags);
    if (definitions != null) {
      arguments.addAll(List.of("--config", definitions.toAbsolutePath().toString()));
    }
    start("Service", arguments);
  }

  /**
   * Starts the feature server alone, {@code tidemark serve}, and returns when it is ready.
   *
   * @param arguments of the command, besides settings
   */
  public void serve(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(arguments);
    start("Feature server", all);
  }

  private void start(String name, List<String> arguments) {
    await(launch(name, arguments, log()), () -> status("/health/ready") == 200, START_LIMIT);
  }

  /**
   * Runs another command of the jar with the same settings and waits for its end.
   *
   * @throws StackException when it does not end with 0
   */
  public void command(String name, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(arguments);
    try (ChildProcess command = launch("Command " + name, all, log(name))) {
      int exit = command.awaitExit(COMMAND_LIMIT);
      if (exit != 0) {
        throw new StackException(
            "tidemark " + name + " ended with exit code " + exit + command.tail());
      }
    }
  }

  /** Starts another command of the jar with the same settings and returns at once. */
  public RunningCommand begin(String name, String log, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(arguments);
    return new RunningCommand(launch("Command " + log, all, log(log)));
  }

  /** Throws, with the last lines of its log, when the service has ended. */
  public void requireAlive() {
    if (!isAlive()) {
      throw new StackException(
          "The service ended with exit code " + process().exitCode() + process().tail());
    }
  }

  /** Waits for the end of the service, which is always a failure, and says why it ended. */
  public void awaitEnd() {
    process().awaitExit(null);
    requireAlive();
  }

  /** Its process id, as soon as it is launched; empty before. */
  public OptionalLong pid() {
    ChildProcess launched = process();
    return launched == null ? OptionalLong.empty() : OptionalLong.of(launched.pid());
  }

  /** Address of an HTTP endpoint. */
  public String url(String path) {
    return "http://" + Loopback.HOST + ":" + httpPort + path;
  }

  public Path log() {
    return stack.log(applicationId);
  }

  /** Where the output of a command goes. */
  public Path log(String command) {
    return stack.log(applicationId + "-" + command);
  }

  private ChildProcess launch(String name, List<String> arguments, Path log) {
    List<Object> words = new ArrayList<>(arguments);
    settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    List<String> command =
        JavaCommand.withHeapMb(HEAP_MB)
            .asService()
            .property("java.io.tmpdir", stack.folder("tmp"))
            .flags(javaFlags)
            .service(words.toArray());
    return ChildProcess.start(name, command, log);
  }

  /** What a GET answers, empty when nothing does. */
  String body(String path) {
    return get(path, HttpResponse.BodyHandlers.ofString()).map(HttpResponse::body).orElse("");
  }

  /** Status of a GET, or -1 when nothing answers. */
  int status(String path) {
    return get(path, HttpResponse.BodyHandlers.discarding())
        .map(HttpResponse::statusCode)
        .orElse(-1);
  }

  private <T> Optional<HttpResponse<T>> get(String path, HttpResponse.BodyHandler<T> body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(path))).timeout(REPLY_LIMIT).GET().build();
    try {
      return Optional.of(http.send(request, body));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while asking the service", e);
    }
  }
}
