package io.tidemark.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import redis.embedded.RedisServer;

/** A real Redis on a free port of the loopback interface, that can be stopped and started again. */
final class TestRedis implements AutoCloseable {
  private static final int LOWEST = 10_240;
  private static final int OUTGOING = 32_768;

  /** The bus of a node of a cluster is so far above its port. */
  private static final int BUS = 10_000;

  /** Others may take a port between its choice and its use. */
  private static final int ATTEMPTS = 3;

  private final int port = freePort();
  private final String[] settings;
  private RedisServer server;

  private TestRedis(String... settings) {
    this.settings = settings;
  }

  static TestRedis running(String... settings) {
    for (int left = ATTEMPTS; ; left--) {
      TestRedis redis = new TestRedis(settings);
      try {
        redis.start();
        return redis;
      } catch (UncheckedIOException e) {
        if (left == 1) {
          throw e;
        }
      }
    }
  }

  void start() {
    try {
      var builder =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("save \"\"")
              .setting("maxmemory 256mb");
      for (String setting : settings) {
        builder.setting(setting);
      }
      server = builder.build();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it and starts it with the data it had; it must have a folder ({@code dir}). */
  void restartWithData() {
    try (RedisAdmin admin = RedisAdmin.of(url())) {
      admin.commands().save();
    }
    stop();
    start();
  }

  /** Ends the process with SIGKILL. */
  void kill() {
    try (RedisAdmin admin = RedisAdmin.of(url())) {
      long id = Long.parseLong(admin.info("server", "process_id"));
      ProcessHandle process = ProcessHandle.of(id).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
    }
    stop();
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    stop();
  }

  /**
   * A port below those of outgoing connections, which could take it before its server does, as its
   * bus is.
   */
  static int freePort() {
    return ThreadLocalRandom.current()
        .ints(LOWEST, OUTGOING - BUS)
        .filter(port -> isFree(port) && isFree(port + BUS))
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
