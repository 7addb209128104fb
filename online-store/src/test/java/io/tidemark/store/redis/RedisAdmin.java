package io.tidemark.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What a test does to a server beside the store. */
final class RedisAdmin implements AutoCloseable {
  private final RedisClient client;
  private final RedisCommands<String, String> commands;

  private RedisAdmin(String url) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(Duration.ofSeconds(30));
    client = RedisClient.create(uri);
    commands = client.connect().sync();
  }

  static RedisAdmin of(String url) {
    return new RedisAdmin(url);
  }

  RedisCommands<String, String> commands() {
    return commands;
  }

  /** One line of a section of {@code INFO}. */
  String info(String section, String name) {
    return commands
        .info(section)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Sends a command that answers with a status, and does not wait. */
  CompletionStage<String> send(CommandType type, Object... words) {
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
    for (Object word : words) {
      arguments.add(word.toString());
    }
    return commands
        .getStatefulConnection()
        .async()
        .dispatch(type, new StatusOutput<>(StringCodec.UTF8), arguments);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
