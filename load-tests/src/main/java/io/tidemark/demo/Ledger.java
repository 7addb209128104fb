package io.tidemark.demo;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What was really published: the truth that everything that comes out is held against.
 *
 * <p>Repeats and spoiled records count as sent and add nothing else. Thread-safe: a producer's
 * callbacks write while a reader asks.
 */
public final class Ledger {

  private final Map<Channel, Map<Fault, Integer>> sent = new EnumMap<>(Channel.class);
  private final Map<Place, Fault> spoiled = new HashMap<>();
  private final Map<String, List<UserEvent>> events = new HashMap<>();
  private final Map<String, PredictionLog> predictions = new LinkedHashMap<>();
  private final Map<String, List<OutcomeLog>> outcomes = new HashMap<>();

  /** Notes a message that the broker has acknowledged. */
  public synchronized void published(Message message, Place place) {
    sent.computeIfAbsent(message.channel(), channel -> new EnumMap<>(Fault.class))
        .merge(message.fault(), 1, Integer::sum);
    if (message.fault().reason().isPresent()) {
      spoiled.put(place, message.fault());
    } else if (message.fault() == Fault.NONE) {
      accept(message.payload());
    }
  }

  /** Messages of a channel, repeats and spoiled ones included. */
  public synchronized int sent(Channel channel) {
    return sent.getOrDefault(channel, Map.of()).values().stream().mapToInt(n -> n).sum();
  }

  /** Messages of every channel by its topic, in the order of the channels. */
  public synchronized Map<String, Integer> sent() {
    Map<String, Integer> byTopic = new LinkedHashMap<>();
    for (Channel channel : Channel.values()) {
      byTopic.put(channel.topic(), sent(channel));
    }
    return byTopic;
  }

  /** Records that must be in quarantine, with what is wrong with each. */
  public synchronized Map<Place, Fault> spoiled() {
    return Map.copyOf(spoiled);
  }

  /** Predictions that are neither spoiled nor repeats, by request id. */
  public synchronized Map<String, PredictionLog> predictions() {
    return new LinkedHashMap<>(predictions);
  }

  /** Outcomes of a request that are neither spoiled nor repeats. */
  synchronized List<OutcomeLog> outcomes(String requestId) {
    return List.copyOf(outcomes.getOrDefault(requestId, List.of()));
  }

  /** The users with the most good events, busiest first. */
  public synchronized List<String> busiestUsers(int count) {
    Comparator<String> byEvents = Comparator.comparingInt(user -> events.get(user).size());
    return events.keySet().stream()
        .sorted(byEvents.reversed().thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .toList();
  }

  /** Good events of a user. */
  synchronized List<UserEvent> events(String user) {
    return List.copyOf(events.getOrDefault(user, List.of()));
  }

  private void accept(SpecificRecordBase payload) {
    if (payload instanceof UserEvent event) {
      events.computeIfAbsent(event.getUserId(), user -> new ArrayList<>()).add(event);
    } else if (payload instanceof PredictionLog prediction) {
      predictions.putIfAbsent(prediction.getRequestId(), prediction);
    } else if (payload instanceof OutcomeLog outcome) {
      outcomes.computeIfAbsent(outcome.getRequestId(), id -> new ArrayList<>()).add(outcome);
    }
  }
}
