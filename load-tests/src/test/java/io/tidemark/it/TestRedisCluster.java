package io.tidemark.it;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.tidemark.local.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters. */
final class TestRedisCluster implements AutoCloseable {
  /** In one step, or a row that is removed in between would begin again. */
  private static final String END =
      """
      if redis.call('TYPE', KEYS[1])['ok'] ~= 'hash' then return 0 end
      if redis.call('HEXISTS', KEYS[1], '_revision') == 0 then return 0 end
      redis.call('HSET', KEYS[1], '_expires', '1')
      return 1
      """;

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final int MEMORY_MB = 64;

  private final List<LocalRedis> nodes = new ArrayList<>();
  private final List<RedisClient> clients = new ArrayList<>();
  private final List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();

  TestRedisCluster() {
    for (int i = 0; i < MASTERS; i++) {
      List<String> options = List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
      nodes.add(LocalRedis.start(MEMORY_MB, options));
      clients.add(RedisClient.create(nodes.get(i).url()));
      connections.add(clients.get(i).connect());
      commands(i).clusterAddSlots(slots(i));
    }
    for (int i = 1; i < MASTERS; i++) {
      commands(0).clusterMeet("127.0.0.1", nodes.get(i).port());
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> IntStream.range(0, MASTERS).allMatch(this::seesAll));
  }

  private static int[] slots(int node) {
    return IntStream.range(SLOTS * node / MASTERS, SLOTS * (node + 1) / MASTERS).toArray();
  }

  private boolean seesAll(int node) {
    String info = commands(node).clusterInfo();
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
  }

  private RedisCommands<String, String> commands(int node) {
    return connections.get(node).sync();
  }

  /** The URLs of all nodes, as a setting has them. */
  String urls() {
    return nodes.stream().map(LocalRedis::url).collect(Collectors.joining(","));
  }

  /** Deletes every second key of each master that does not end so. */
  void deleteHalf(String but) {
    for (int node = 0; node < MASTERS; node++) {
      List<String> keys = new ArrayList<>(commands(node).keys("*"));
      keys.removeIf(key -> key.endsWith(but));
      for (int i = 0; i < keys.size(); i += 2) {
        commands(node).del(keys.get(i));
      }
    }
  }

  /** Lets the time of every row in Feast's layout be over; how many there are. */
  long endRows() {
    return IntStream.range(0, MASTERS)
        .mapToObj(this::commands)
        .mapToLong(
            master ->
                master.keys("*").stream()
                    .mapToLong(key -> master.<Long>eval(END, ScriptOutputType.INTEGER, key))
                    .sum())
        .sum();
  }

  /** How many keys each master has. */
  List<Long> sizes() {
    return IntStream.range(0, MASTERS).mapToObj(node -> commands(node).dbsize()).toList();
  }

  @Override
  public void close() {
    connections.forEach(StatefulRedisConnection::close);
    clients.forEach(RedisClient::shutdown);
    nodes.forEach(LocalRedis::close);
  }
}
