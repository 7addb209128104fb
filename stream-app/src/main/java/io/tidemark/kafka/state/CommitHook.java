package io.tidemark.kafka.state;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without content that tells its processor that the task is about to commit.
 *
 * <p>It is what lets a processor keep decoded state on the heap and serialise it once per commit
 * instead of once per record: whatever the callback puts into logged stores is part of the same
 * transaction as the offsets of the records that caused it. Kafka Streams calls {@link #flushCache}
 * on every store that caches before it flushes its producer and commits; that interface is
 * internal, so {@code CommitHookIT} proves the order against a real broker for the pinned version.
 *
 * <p>The callback must not forward records: no processor is current while a task commits.
 */
public final class CommitHook implements StateStore, CachedStateStore<Object, Object> {
  private final String name;
  private Runnable beforeCommit = () -> {};
  private boolean open;

  private CommitHook(String name) {
    this.name = name;
  }

  /** A builder to connect to exactly one processor. */
  public static StoreBuilder<CommitHook> builder(String name) {
    return new Builder(name);
  }

  /**
   * Sets what runs on the stream thread just before each commit of a processor's task.
   *
   * @param name of a hook that is connected to the processor
   */
  public static void beforeCommit(ProcessorContext<?, ?> context, String name, Runnable callback) {
    CommitHook hook = context.getStateStore(name);
    hook.beforeCommit(callback);
  }

  /** Sets what runs on the stream thread just before each commit of the task. */
  public void beforeCommit(Runnable callback) {
    beforeCommit = callback;
  }

  @Override
  public void flushCache() {
    beforeCommit.run();
  }

  @Override
  public void clearCache() {
    // only called after a flush: nothing is left
  }

  @Override
  public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean oldValues) {
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private record Builder(String name) implements StoreBuilder<CommitHook> {
    @Override
    public StoreBuilder<CommitHook> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHook> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
      throw new UnsupportedOperationException("a commit hook has no content to log");
    }

    @Override
    public StoreBuilder<CommitHook> withLoggingDisabled() {
      return this;
    }

    @Override
    public CommitHook build() {
      return new CommitHook(name);
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }
  }
}
