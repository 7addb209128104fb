package io.tidemark.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One server or a cluster of them, and connections to it. Thread-safe. */
interface RedisNodes extends AutoCloseable {

  /** How long closing may take. */
  Duration SHUTDOWN = Duration.ofSeconds(2);

  static RedisNodes of(ClientResources resources, RedisSettings settings) {
    List<RedisURI> urls = RedisUrls.of(settings);
    if (settings.cluster()) {
      RedisClusterClient client = RedisClusterClient.create(resources, urls);
      client.setOptions((ClusterClientOptions) RedisOptions.of(settings));
      return new Cluster(client);
    }
    RedisClient client = RedisClient.create(resources, urls.get(0));
    client.setOptions(RedisOptions.of(settings));
    return new Single(client);
  }

  RedisLink connect();

  @Override
  void close();

  /** One server. */
  record Single(RedisClient client) implements RedisNodes {
    @Override
    public RedisLink connect() {
      StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
      return new RedisLink(
          connection,
          connection.async(),
          () -> List.of(CompletableFuture.completedFuture(connection.async())));
    }

    @Override
    public void close() {
      client.shutdown(Duration.ZERO, SHUTDOWN);
    }
  }

  /** A Redis Cluster: every master has a part of the keys, so every one is asked how it is. */
  record Cluster(RedisClusterClient client) implements RedisNodes {
    @Override
    public RedisLink connect() {
      StatefulRedisClusterConnection<byte[], byte[]> connection =
          client.connect(ByteArrayCodec.INSTANCE);
      RedisLink link = new RedisLink(connection, connection.async(), () -> masters(connection));
      link.warmUp();
      return link;
    }

    private static List<CompletionStage<RedisAsyncCommands<byte[], byte[]>>> masters(
        StatefulRedisClusterConnection<byte[], byte[]> connection) {
      List<CompletionStage<RedisAsyncCommands<byte[], byte[]>>> masters = new ArrayList<>();
      for (RedisClusterNode node : connection.getPartitions()) {
        if (!node.getSlots().isEmpty() && node.getRole().isUpstream()) {
          // By its address, as commands do: by its id it would be another connection.
          RedisURI at = node.getUri();
          masters.add(
              connection
                  .getConnectionAsync(at.getHost(), at.getPort())
                  .thenApply(StatefulRedisConnection::async));
        }
      }
      return masters;
    }

    @Override
    public void close() {
      client.shutdown(Duration.ZERO, SHUTDOWN);
    }
  }
}
