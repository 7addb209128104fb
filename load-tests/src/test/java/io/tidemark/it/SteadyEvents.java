package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.UserEvent;
import io.tidemark.wire.AvroWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * User events at a steady rate, one user after the other, and what an independent recomputation
 * says about each user. The test starts and pauses it; in between it alone works.
 */
final class SteadyEvents implements AutoCloseable {
  private static final int PER_BEAT = 10;
  private static final int BEAT_MS = 25;

  private final TestCluster kafka;
  private final AvroWriter writer;
  private final Random random;
  private final int users;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Sums> expected = new TreeMap<>();
  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ScheduledFuture<?> beat;
  private int sent;

  /** What is to be in Redis about a user. */
  private static final class Sums {
    private long events;
    private double spend;
    private String lastItem;

    Map<String, Object> fields() {
      Map<String, Object> fields = new TreeMap<>();
      for (String window : List.of("1h", "24h", "7d")) {
        fields.put("activity.events_" + window, (double) events);
        fields.put("activity.spend_" + window, spend);
        fields.put("activity.last_item_" + window, lastItem);
      }
      return fields;
    }
  }

  SteadyEvents(TestCluster kafka, AvroWriter writer, long seed, int users) {
    this.kafka = kafka;
    this.writer = writer;
    this.random = new Random(seed);
    this.users = users;
  }

  void start() {
    beat = timer.scheduleAtFixedRate(this::beat, 0, BEAT_MS, TimeUnit.MILLISECONDS);
  }

  private synchronized void beat() {
    for (int i = 0; i < PER_BEAT; i++) {
      send("user-" + sent % users);
    }
  }

  private void send(String user) {
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId("event-" + sent)
            .setUserId(user)
            .setEventType("view")
            .setItemId("item-" + sent)
            .setPrice(random.nextInt(400) / 4.0)
            .setOccurredAt(clock.instant())
            .build();
    Sums sums = expected.computeIfAbsent(user, key -> new Sums());
    sums.events++;
    sums.spend += event.getPrice();
    sums.lastItem = event.getItemId();
    byte[] value = writer.write("user-events-value", event);
    underWay.add(kafka.post("user-events", user.getBytes(UTF_8), value));
    sent++;
  }

  /** Stops until the next start; all that was sent is in Kafka then. */
  void pause() {
    beat.cancel(false);
    synchronized (this) {
      underWay.forEach(SteadyEvents::await);
      underWay.clear();
    }
  }

  private static void await(Future<RecordMetadata> send) {
    try {
      send.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an event was not sent", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  synchronized int sent() {
    return sent;
  }

  /** By user, the fields of the row and their values, numbers as doubles; after a pause. */
  synchronized Map<String, Map<String, Object>> expected() {
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    expected.forEach((user, sums) -> rows.put(user, sums.fields()));
    return rows;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
