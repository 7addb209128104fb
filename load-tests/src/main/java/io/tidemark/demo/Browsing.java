package io.tidemark.demo;

import io.tidemark.avro.UserEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Users looking around: one event at a time, in sessions. Not thread-safe. */
final class Browsing {

  private static final Shares<String> TYPES =
      Shares.of(
          List.of("view", "click", "add_to_cart", "purchase", "search", "return"),
          70,
          15,
          7,
          4,
          3,
          1);
  private static final Shares<String> DEVICES =
      Shares.of(List.of("phone", "desktop", "tablet"), 55, 32, 13);
  private static final double SESSION_ENDS = 0.1;

  private record Session(String id, String device) {}

  private final Shop shop;
  private final Draws draws;
  private final Map<String, Session> sessions = new HashMap<>();
  private long events;
  private long opened;

  Browsing(Shop shop, Draws draws) {
    this.shop = shop;
    this.draws = draws;
  }

  UserEvent next(long nowMs) {
    String user = shop.user(draws);
    Session session = session(user);
    String type = TYPES.draw(draws);
    UserEvent.Builder event =
        UserEvent.newBuilder()
            .setEventId("e-" + events++)
            .setUserId(user)
            .setEventType(type)
            .setOccurredAt(Instant.ofEpochMilli(nowMs))
            .setDevice(session.device())
            .setSessionId(session.id());
    if (!type.equals("search")) {
      Shop.Item item = shop.item(draws);
      event.setItemId(item.id()).setCategory(item.category()).setPrice(item.price());
    }
    return event.build();
  }

  private Session session(String user) {
    if (draws.chance(SESSION_ENDS)) {
      sessions.remove(user);
    }
    return sessions.computeIfAbsent(
        user, name -> new Session("s-" + opened++, DEVICES.draw(draws)));
  }
}
