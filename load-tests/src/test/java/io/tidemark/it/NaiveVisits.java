package io.tidemark.it;

import io.tidemark.avro.UserEvent;
import io.tidemark.it.VisitTraffic.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Some values of {@code visits.yaml} at an edge of every hop, from the list of all messages. */
final class NaiveVisits {
  private static final Comparator<UserEvent> BY_TIME =
      Comparator.comparing(UserEvent::getOccurredAt).thenComparing(UserEvent::getItemId);

  private final List<Message> accepted;
  private final Instant now;

  NaiveVisits(List<Message> messages, Instant now) {
    this.accepted = messages.stream().filter(Message::isAccepted).distinct().toList();
    this.now = now;
  }

  private List<UserEvent> in(String source, String user, Duration window) {
    Predicate<UserEvent> inside =
        event ->
            event.getUserId().equals(user) && !event.getOccurredAt().isBefore(now.minus(window));
    return accepted.stream()
        .filter(message -> message.source().equals(source))
        .map(Message::event)
        .filter(inside)
        .toList();
  }

  /** By the name of the field in Redis; {@code null} for one that must not be there. */
  Map<String, Object> of(String user) {
    List<UserEvent> hour = in("visits", user, Duration.ofHours(1));
    List<UserEvent> sixHours = in("visits", user, Duration.ofHours(6));
    List<UserEvent> ever = in("visits", user, Duration.ofDays(1_000));
    List<UserEvent> orders = in("orders", user, Duration.ofDays(1_000));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("visit.events_1h", (long) hour.size());
    values.put("visit.spend_6h", spend(sixHours.stream().filter(NaiveVisits::isView).toList()));
    values.put("visit.items_1h", items(hour));
    values.put("visit.reach_6h", items(sixHours));
    values.put(
        "visit.last_item",
        ever.stream()
            .filter(event -> event.getItemId() != null)
            .max(BY_TIME)
            .map(UserEvent::getItemId)
            .orElse(null));
    values.put("order.orders_6h", (long) in("orders", user, Duration.ofHours(6)).size());
    values.put("order.total", spend(orders));
    return values;
  }

  private static boolean isView(UserEvent event) {
    return event.getEventType().equals("view");
  }

  private static double spend(List<UserEvent> events) {
    return events.stream()
        .map(UserEvent::getPrice)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  private static Long items(List<UserEvent> events) {
    long items =
        events.stream().map(UserEvent::getItemId).filter(Objects::nonNull).distinct().count();
    return items == 0 ? null : items;
  }
}
