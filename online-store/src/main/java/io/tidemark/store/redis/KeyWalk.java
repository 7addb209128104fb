package io.tidemark.store.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.tidemark.store.feast.FeastKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A way over all keys of one server, page by page, that finds those of a namespace in Feast's
 * layout. A key that is there all the time is found, maybe more than once. Not thread-safe.
 */
final class KeyWalk {
  private final CompletionStage<RedisAsyncCommands<byte[], byte[]>> server;
  private final String namespace;
  private final ScanArgs page;
  private ScanCursor at = ScanCursor.INITIAL;

  /**
   * Stands before the first page.
   *
   * @param size keys that the server looks at for one page, whoever's they are
   */
  KeyWalk(CompletionStage<RedisAsyncCommands<byte[], byte[]>> server, String namespace, int size) {
    this.server = server;
    this.namespace = namespace;
    this.page = ScanArgs.Builder.limit(size).match("*" + literally(namespace));
  }

  private static String literally(String text) {
    return text.replaceAll("[\\\\*?\\[\\]^-]", "\\\\$0");
  }

  /** The keys of the next page; waits for them. */
  List<byte[]> next() {
    KeyScanCursor<byte[]> found =
        server.thenCompose(commands -> commands.scan(at, page)).toCompletableFuture().join();
    at = found;
    return found.getKeys().stream().filter(key -> FeastKey.isOf(namespace, key)).toList();
  }

  boolean isDone() {
    return at.isFinished();
  }
}
