package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes rows of Feast's layout whose time has ended, and deletions that need no longer be
 * remembered: their hashes do not expire, since others keep fields in them. Only fields of the row
 * are removed; with the last field the key is gone.
 *
 * <p>Goes over all keys, pass after pass, at a pace that costs each server less than a hundredth of
 * a core while little has ended, and over a connection of its own. One process at a time does. A
 * Redis that is away or refuses is logged once, until it works again, and asked again later. One
 * thread runs {@link #run}.
 */
public final class ExpiredRows implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredRows.class);

  /** Keys that each server looks at in one go: so few that nobody waits for them. */
  private static final int PAGE = 100;

  /** With some 7 us for a key, that is 0.7 % of a core. */
  private static final Duration BETWEEN_PAGES = Duration.ofMillis(100);

  /** Where a quarter had ended: then each removal stands for few looks, and costs as a write. */
  private static final Duration AFTER_MANY = Duration.ofMillis(25);

  /** How long another waits when this process is gone in the middle of a pass. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final String NO_HASH = "WRONGTYPE";
  private static final Pattern INSTANT = Pattern.compile("\\d{1,18}");

  private final Supplier<RedisLink> connecting;
  private final String namespace;
  private final Duration pause;
  private final LongConsumer removed;
  private final Clock clock;
  private final SweepLease lease;
  private final Script end = SharedRow.end();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Reason> warned = EnumSet.noneOf(Reason.class);
  private RedisLink link;
  private long renewMs;

  /**
   * A remover that is not started.
   *
   * @param connecting makes the connection when it is first needed
   * @param pause between the end of a pass and the next, whichever process does it
   * @param removed is told how many rows and deletions were removed, on any thread
   * @param clock the wall clock, by which rows were written
   */
  ExpiredRows(
      Supplier<RedisLink> connecting,
      String namespace,
      Duration pause,
      LongConsumer removed,
      Clock clock) {
    this.connecting = connecting;
    this.namespace = namespace;
    this.pause = pause;
    this.removed = removed;
    this.clock = clock;
    this.lease = new SweepLease(namespace, clock);
  }

  @Override
  public void run() {
    Duration wait = pause.compareTo(LONGEST_WAIT) < 0 ? pause : LONGEST_WAIT;
    try {
      do {
        attempt();
      } while (!isStoppedWithin(wait));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private boolean isStoppedWithin(Duration wait) throws InterruptedException {
    return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Makes a pass, if it is our turn; a failure ends it, and is worth a word the first time. */
  void attempt() throws InterruptedException {
    try {
      if (isLeased(LEASE)) {
        Duration free = pass() ? pause : Duration.ZERO;
        isLeased(free);
        worksAgain();
      }
    } catch (RuntimeException e) {
      warn(RedisFailures.of(e, "the search for rows whose time has ended"));
      giveBack();
    }
  }

  /** So that a process that can does what this one cannot. */
  private void giveBack() {
    try {
      isLeased(Duration.ZERO);
    } catch (RuntimeException e) {
      LOG.debug("The lease ends by itself", e);
    }
  }

  private boolean isLeased(Duration time) {
    renewMs = clock.millis() + time.toMillis() / 3;
    return lease.take(link(), time).toCompletableFuture().join();
  }

  private boolean isStillLeased() {
    return clock.millis() < renewMs || isLeased(LEASE);
  }

  private RedisLink link() {
    if (link == null) {
      link = connecting.get();
    }
    return link;
  }

  private void disconnect() {
    if (link != null) {
      link.close();
    }
  }

  /** Goes over all keys, a page of every server at a time; whether it came to the end. */
  private boolean pass() throws InterruptedException {
    List<KeyWalk> walks = new ArrayList<>();
    link().servers().forEach(server -> walks.add(new KeyWalk(server, namespace, PAGE)));
    while (!walks.isEmpty()) {
      int most = walks.stream().mapToInt(this::page).max().orElse(0);
      walks.removeIf(KeyWalk::isDone);
      if (isStoppedWithin(4 * most < PAGE ? BETWEEN_PAGES : AFTER_MANY) || !isStillLeased()) {
        return false;
      }
    }
    return true;
  }

  /** Looks at one page and removes what has ended; how many rows that were. */
  private int page(KeyWalk walk) {
    List<byte[]> ended = ended(walk.next());
    remove(ended);
    return ended.size();
  }

  /** Which of the keys have a row whose time has ended, as far as one can tell from here. */
  private List<byte[]> ended(List<byte[]> keys) {
    List<AsyncCommand<byte[], byte[], byte[]>> looks =
        keys.stream().map(ExpiredRows::look).toList();
    link().dispatch(looks);
    List<byte[]> ended = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (isPast(answer(looks.get(i)))) {
        ended.add(keys.get(i));
      }
    }
    return ended;
  }

  private static AsyncCommand<byte[], byte[], byte[]> look(byte[] key) {
    return new AsyncCommand<>(
        new Command<>(
            CommandType.HGET,
            new ValueOutput<>(ByteArrayCodec.INSTANCE),
            new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key).add(SharedRow.EXPIRES)));
  }

  /** A key that holds no hash is nobody's row, whatever it is called. */
  private static byte[] answer(AsyncCommand<byte[], byte[], byte[]> look) {
    try {
      return look.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (String.valueOf(e.getCause().getMessage()).startsWith(NO_HASH)) {
        return null;
      }
      throw e;
    }
  }

  private boolean isPast(byte[] ms) {
    String text = ms == null ? "" : new String(ms, US_ASCII);
    return INSTANT.matcher(text).matches() && Long.parseLong(text) <= clock.millis();
  }

  /** Each is looked at once more, atomically: a write may have come in between. */
  private void remove(List<byte[]> keys) {
    List<ScriptCall<Void>> calls = keys.stream().map(this::removal).toList();
    link().call(calls, PAGE);
    calls.forEach(CompletableFuture::join);
  }

  private ScriptCall<Void> removal(byte[] key) {
    return new ScriptCall<>(
        end,
        key,
        new Arguments().add(1).add(key).add(clock.millis()),
        this::counted,
        UnaryOperator.identity());
  }

  private Void counted(long rows) {
    removed.accept(rows);
    return null;
  }

  private void worksAgain() {
    if (!warned.isEmpty()) {
      LOG.info("Rows whose time has ended are removed from Redis again");
      warned.clear();
    }
  }

  private void warn(FeatureStoreException failure) {
    if (warned.add(failure.reason())) {
      LOG.warn("Rows whose time has ended stay in Redis for now. {}", failure.getMessage());
    }
  }

  /** Lets {@link #run} return after the page it is at. */
  @Override
  public void close() {
    stopped.countDown();
  }
}
