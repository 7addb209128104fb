package io.tidemark.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server (6.2) without persistence: a restart comes back empty, as after a lost node,
 * unless it was told to save (<code>SHUTDOWN SAVE</code>). Not thread-safe.
 */
public final class RedisProcess extends ServerProcess {

  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(1);

  private final WorkFolder work;
  private final int port;
  private final int maxMemoryMb;
  private final List<String> options;

  /**
   * Describes a server that is not started yet.
   *
   * @param options added to its command line
   */
  RedisProcess(WorkFolder work, int port, int maxMemoryMb, List<String> options) {
    this.work = work;
    this.port = port;
    this.maxMemoryMb = maxMemoryMb;
    this.options = List.copyOf(options);
  }

  /** Starts the server and returns when it answers; after {@link #stop} or {@link #kill}, again. */
  public void start() {
    List<String> command = command(executable());
    await(ChildProcess.start("Redis", command, work.log("redis")), this::answersPing, START_LIMIT);
  }

  /** {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://" + Loopback.HOST + ":" + port;
  }

  private Path executable() {
    try {
      return ChildProcess.whileNoneStarts(
          () ->
              ExecutableProvider.newJarResourceProvider(work.folder("redis").toFile())
                  .get()
                  .toPath());
    } catch (IOException e) {
      throw new StackException(
          "Cannot unpack the Redis server for this machine (%s %s): %s. It ships for Linux and macOS."
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), e.getMessage()),
          e);
    }
  }

  private List<String> command(Path executable) {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            executable.toString(),
            "--bind",
            Loopback.HOST,
            "--port",
            String.valueOf(port),
            "--dir",
            work.folder("redis").toString(),
            "--save",
            "",
            "--appendonly",
            "no",
            "--maxmemory",
            maxMemoryMb + "mb",
            // full is an error to be seen, never a silent loss of features
            "--maxmemory-policy",
            "noeviction"));
    words.addAll(options);
    return words;
  }

  private boolean answersPing() {
    try (Socket socket = new Socket(Loopback.ADDRESS, port)) {
      socket.setSoTimeout((int) REPLY_LIMIT.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }
}
