package io.tidemark.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An Apicurio Registry server as a child process on a loopback port, with its schemas in memory.
 * Its output goes to {@code server-PORT.log} beside the server. Not thread-safe.
 */
public final class ApicurioServer implements AutoCloseable {

  private static final String CONFLUENT_API = "/apis/ccompat/v7";
  private static final long POLL_MS = 100;

  private final Path home;
  private final int port;
  private Process process;

  /**
   * Describes a server; nothing is started yet.
   *
   * @param home folder of the unpacked distribution
   * @param port port to listen on, or 0 for any free one
   */
  public ApicurioServer(Path home, int port) {
    this.home = home;
    this.port = port == 0 ? freePort() : port;
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @param timeout longest wait
   * @return the base address of its Confluent-compatible API
   * @throws IllegalStateException if it ends or does not answer in time
   */
  public URI start(Duration timeout) throws IOException, InterruptedException {
    URI base = URI.create("http://127.0.0.1:" + port + CONFLUENT_API);
    process =
        new ProcessBuilder(command())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    for (long left = timeout.toMillis(); left > 0; left -= POLL_MS) {
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Apicurio ended while starting; see " + log());
      }
      if (answers(base)) {
        return base;
      }
    }
    throw new IllegalStateException("Apicurio did not answer within " + timeout + "; see " + log());
  }

  /** Sets what new versions of a subject must be able to do; Apicurio's default is NONE. */
  static void setCompatibility(URI base, String subject, CompatibilityLevel level)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/config/" + subject))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\": \"" + level + "\"}"))
            .build();
    int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IllegalStateException("Apicurio answered " + status + " to " + request.uri());
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private List<String> command() throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + port,
        // a look-up by Confluent's serializers compares schemas, not their text
        "-Dapicurio.ccompat.use-canonical-hash=true",
        "-jar",
        runner().toString());
  }

  private Path runner() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("There is no Apicurio in " + home))
          .toAbsolutePath();
    }
  }

  private Path log() {
    return home.resolve("server-" + port + ".log");
  }

  private static boolean answers(URI base) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/subjects")).build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Below the ports of outgoing connections, which could take it before the server does. */
  private static int freePort() {
    return ThreadLocalRandom.current()
        .ints(10_240, 32_768)
        .filter(ApicurioServer::isFree)
        .findFirst()
        .getAsInt();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
