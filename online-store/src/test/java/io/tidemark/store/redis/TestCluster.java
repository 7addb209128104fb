package io.tidemark.store.redis;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A real cluster of three masters without replicas. */
final class TestCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;

  private final List<TestRedis> nodes = new ArrayList<>();
  private final List<RedisAdmin> admins = new ArrayList<>();

  /** Where clients and other nodes connect: the port, or the one for TLS. */
  private final List<Integer> ports = new ArrayList<>();

  /**
   * Starts one.
   *
   * @param folder takes the nodes' files
   */
  TestCluster(Path folder) {
    this(folder, null);
  }

  /**
   * Starts one.
   *
   * @param certificates with one called {@code server}: clients and nodes speak TLS; {@code null}:
   *     they do not
   */
  TestCluster(Path folder, TestCertificates certificates) {
    for (int i = 0; i < MASTERS; i++) {
      List<String> settings = settings(folder.resolve("node" + i));
      if (certificates != null) {
        ports.add(TestRedis.freePort());
        settings.addAll(tls(ports.get(i), certificates));
      }
      nodes.add(TestRedis.running(settings.toArray(String[]::new)));
      if (certificates == null) {
        ports.add(nodes.get(i).port());
      }
      admins.add(RedisAdmin.of(nodes.get(i).url()));
      admin(i).commands().clusterAddSlots(slots(i));
    }
    for (int i = 1; i < MASTERS; i++) {
      admin(0).commands().clusterMeet("127.0.0.1", ports.get(i));
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> isWhole());
  }

  private static List<String> tls(int port, TestCertificates certificates) {
    return List.of(
        "tls-port " + port,
        "tls-cluster yes",
        "tls-auth-clients no",
        "tls-ca-cert-file " + certificates.certificate("authority"),
        "tls-cert-file " + certificates.certificate("server"),
        "tls-key-file " + certificates.key("server"));
  }

  private static List<String> settings(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ArrayList<>(
        List.of(
            "cluster-enabled yes",
            "cluster-node-timeout 1000",
            "cluster-require-full-coverage no",
            "dir " + folder));
  }

  private static int[] slots(int node) {
    return IntStream.range(SLOTS * node / MASTERS, SLOTS * (node + 1) / MASTERS).toArray();
  }

  private boolean isWhole() {
    return admins.stream()
        .map(admin -> admin.commands().clusterInfo())
        .allMatch(
            info ->
                info.contains("cluster_state:ok")
                    && info.contains("cluster_slots_ok:" + SLOTS)
                    && info.contains("cluster_known_nodes:" + MASTERS));
  }

  TestRedis node(int i) {
    return nodes.get(i);
  }

  RedisAdmin admin(int i) {
    return admins.get(i);
  }

  /** Where the slot was at first. */
  static int nodeOf(int slot) {
    return IntStream.range(0, MASTERS)
        .filter(i -> slot < SLOTS * (i + 1) / MASTERS)
        .findFirst()
        .orElseThrow();
  }

  /** For one that speaks TLS. */
  RedisSettings settings(RedisTls tls) {
    return RedisSettings.ofCluster(
            ports.stream().limit(2).map(port -> "rediss://127.0.0.1:" + port).toList())
        .with(tls);
  }

  RedisSettings settings() {
    return RedisSettings.ofCluster(List.of(nodes.get(0).url(), nodes.get(1).url()));
  }

  /**
   * Moves a slot with its keys, a few at a time. A write that was redirected and comes late, in a
   * later move, makes a key where it is not yet: what the owner holds replaces it. A master that
   * has not heard of the newest epoch would take a slot and lose it again to the one before.
   */
  void move(int slot, int from, int to) {
    await().atMost(Duration.ofSeconds(20)).until(this::isOfOneEpoch);
    String source = admin(from).commands().clusterMyId();
    String target = admin(to).commands().clusterMyId();
    admin(to).commands().clusterSetSlotImporting(slot, source);
    admin(from).commands().clusterSetSlotMigrating(slot, target);
    for (List<String> keys = keys(from, slot); !keys.isEmpty(); keys = keys(from, slot)) {
      for (String key : keys) {
        migrate(key, from, to);
      }
    }
    admin(to).commands().clusterSetSlotNode(slot, target);
    admin(from).commands().clusterSetSlotNode(slot, target);
  }

  private boolean isOfOneEpoch() {
    return admins.stream().map(admin -> epoch(admin.commands().clusterInfo())).distinct().count()
        == 1;
  }

  private static String epoch(String info) {
    return info.lines()
        .filter(line -> line.startsWith("cluster_current_epoch:"))
        .findFirst()
        .orElseThrow();
  }

  private void migrate(String key, int from, int to) {
    int port = node(to).port();
    StoreProbe.done(
        admin(from).send(CommandType.MIGRATE, "127.0.0.1", port, key, 0, 10_000, "REPLACE"));
  }

  private List<String> keys(int node, int slot) {
    return admin(node).commands().clusterGetKeysInSlot(slot, 5);
  }

  @Override
  public void close() {
    admins.forEach(RedisAdmin::close);
    nodes.forEach(TestRedis::close);
  }
}
