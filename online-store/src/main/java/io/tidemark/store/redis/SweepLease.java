package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Who of several processes goes over the keys of a namespace, and until when nobody else does: the
 * hash {@code <namespace>:_sweep} with {@code owner} and {@code until}, in milliseconds. It saves
 * work and guards nothing: that two clocks differ, or that two go over the keys at once, is
 * harmless. Not thread-safe.
 *
 * <p>The end is in the hash, and not its time to live, so that one write is all of it and no more
 * rights are needed than rows need. A command that frees memory goes first: a server that is out of
 * it must let us remove rows.
 */
final class SweepLease {
  private static final Script TAKE =
      new Script(
          "owner",
          """
          local held = redis.call('HMGET', KEYS[1], '<revision>', 'until')
          local other = held[1] and held[1] ~= ARGV[1]
          if other and tonumber(held[2]) > tonumber(ARGV[2]) then return 0 end
          redis.call('HDEL', KEYS[1], 'until')
          redis.call('HSET', KEYS[1], '<revision>', ARGV[1], 'until', ARGV[3])
          return 1
          """);

  private final String owner = UUID.randomUUID().toString();
  private final byte[] key;
  private final Clock clock;

  /**
   * A lease that is not taken.
   *
   * @param clock the wall clock
   */
  SweepLease(String namespace, Clock clock) {
    this.key = (namespace + ":_sweep").getBytes(UTF_8);
    this.clock = clock;
  }

  /** Takes it for so long, or for so long from now on; whether it is ours. */
  CompletionStage<Boolean> take(RedisLink link, Duration time) {
    long nowMs = clock.millis();
    Arguments arguments = new Arguments().add(1).add(key).add(owner);
    arguments.add(nowMs).add(nowMs + time.toMillis());
    return link.call(
        new ScriptCall<>(TAKE, key, arguments, taken -> taken == 1, UnaryOperator.identity()));
  }
}
