package io.tidemark.bench;

import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The floor: {@code HMGET} of every feature, pipelined where there are several entities. */
final class LettuceClient implements OpenLoop.Client {
  private static final String[] FIELDS =
      IntStream.range(0, BenchData.FEATURES).mapToObj(BenchData::field).toArray(String[]::new);

  private final StatefulRedisConnection<String, String> connection;
  private final BenchData data;
  private final int batch;

  LettuceClient(StatefulRedisConnection<String, String> connection, BenchData data, int batch) {
    this.connection = connection;
    this.data = data;
    this.batch = batch;
  }

  @Override
  public Object request(long number) {
    List<CompletableFuture<List<KeyValue<String, String>>>> replies = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      String key = BenchData.key(data.entity(number, i)).asRedisKey();
      replies.add(connection.async().hmget(key, FIELDS).toCompletableFuture());
    }
    replies.forEach(CompletableFuture::join);
    return replies;
  }

  @Override
  public void check(long number, Object answer) {
    List<?> replies = (List<?>) answer;
    for (int i = 0; i < batch; i++) {
      List<?> values = (List<?>) ((CompletableFuture<?>) replies.get(i)).join();
      for (int f = 0; f < BenchData.FEATURES; f++) {
        String text = ((KeyValue<?, ?>) values.get(f)).getValue().toString();
        ServeBenchmark.require(number, data.value(data.entity(number, i), f), text);
      }
    }
  }
}
