package io.tidemark.local;

/**
 * What a {@link LocalStack} should be: ports on 127.0.0.1 (0 = any free one), the memory Redis may
 * use for data, and whether data and logs stay after it is closed.
 */
public record StackOptions(
    int kafkaPort, int redisPort, int registryPort, int redisMaxMemoryMb, boolean keepData) {

  private static final int REDIS_MEMORY_MB = 512;
  private static final int MAX_PORT = 65535;

  public StackOptions {
    requirePort(kafkaPort, "--kafka-port");
    requirePort(redisPort, "--redis-port");
    requirePort(registryPort, "--registry-port");
    if (redisMaxMemoryMb < 1) {
      throw new IllegalArgumentException(
          "Invalid Redis memory " + redisMaxMemoryMb + " MB: must be at least 1.");
    }
  }

  /** Free ports, 512 MB for Redis, nothing kept. */
  public static StackOptions onFreePorts() {
    return onPorts(0, 0, 0);
  }

  static StackOptions onPorts(int kafka, int redis, int registry) {
    return new StackOptions(kafka, redis, registry, REDIS_MEMORY_MB, false);
  }

  StackOptions keepingData(boolean keep) {
    return new StackOptions(kafkaPort, redisPort, registryPort, redisMaxMemoryMb, keep);
  }

  private static void requirePort(int port, String flag) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "Invalid port %d for %s: must be 0 (any free port) to %d."
              .formatted(port, flag, MAX_PORT));
    }
  }
}
