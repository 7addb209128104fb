package io.tidemark.it;

import io.tidemark.avro.UserEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded events of {@code visits.yaml} over twelve hours: out of order, repeated, late beyond the
 * longest window, dated into the future, refused by a rule, and without what features ask for.
 */
final class VisitTraffic {
  static final Instant BEGIN = Instant.parse("2025-03-04T00:00:00Z");
  static final Instant END = BEGIN.plus(Duration.ofHours(12));
  private static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");
  private static final int USERS = 20;
  private static final int CLOSING = 16;

  private final Random random;
  private final int count;
  private final List<Message> messages = new ArrayList<>();

  /** An event and the topic, which is also the source, it is sent to. */
  record Message(String source, UserEvent event) {
    boolean isAccepted() {
      return event.getOccurredAt().isBefore(FUTURE)
          && (event.getPrice() == null || event.getPrice() >= 0 || source.equals("orders"));
    }
  }

  private VisitTraffic(long seed, int count) {
    this.random = new Random(seed);
    this.count = count;
  }

  /**
   * The messages in the order of sending; the last ones bring every partition's time to the end.
   */
  static List<Message> of(long seed, int count) {
    VisitTraffic traffic = new VisitTraffic(seed, count);
    for (int i = 0; i < count; i++) {
      traffic.messages.add(traffic.message(i));
    }
    for (int i = 0; i < CLOSING; i++) {
      for (String source : List.of("visits", "orders")) {
        UserEvent event = event("last-" + source + i, "closing-" + i, END);
        event.setDevice("desk");
        event.setItemId("closing-" + i);
        traffic.messages.add(new Message(source, event));
      }
    }
    return traffic.messages;
  }

  private Message message(int number) {
    if (number > 0 && random.nextInt(12) == 0) {
      return messages.get(number - 1 - random.nextInt(Math.min(number, 200)));
    }
    long spanMs = Duration.between(BEGIN, END).toMillis() * number / count;
    Instant at = BEGIN.plusMillis(spanMs).minus(earlier());
    UserEvent event =
        event("e" + number, "user-" + random.nextInt(USERS), random.nextInt(40) == 0 ? FUTURE : at);
    event.setEventType(random.nextInt(3) == 0 ? "search" : "view");
    event.setPrice(random.nextInt(8) == 0 ? null : random.nextInt(420) / 4.0 - 5);
    event.setItemId(random.nextInt(8) == 0 ? null : "item-" + random.nextInt(30));
    event.setCategory(random.nextInt(8) == 0 ? null : "category-" + random.nextInt(5));
    event.setDevice(random.nextInt(4) == 0 ? null : "tv|" + random.nextInt(2));
    return new Message(random.nextInt(4) == 0 ? "orders" : "visits", event);
  }

  private Duration earlier() {
    return switch (random.nextInt(10)) {
      case 0 -> Duration.ofMillis(random.nextInt(7_200_000));
      case 1 -> Duration.ofHours(7).plusMillis(random.nextInt(3_600_000));
      default -> Duration.ofMillis(random.nextInt(60_000));
    };
  }

  private static UserEvent event(String id, String user, Instant at) {
    return UserEvent.newBuilder()
        .setEventId(id)
        .setUserId(user)
        .setEventType("view")
        .setOccurredAt(at)
        .build();
  }
}
