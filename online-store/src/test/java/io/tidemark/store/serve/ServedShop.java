package io.tidemark.store.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.http.AccessTokens;
import io.tidemark.http.HttpService;
import io.tidemark.http.HttpSettings;
import io.tidemark.http.RequestListener;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ModelEntry;
import io.tidemark.store.Catalog.ServiceEntry;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.ValueType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A shop's features behind a feature server, with a real HTTP client in front. */
public final class ServedShop implements AutoCloseable {
  public static final long NOW_MS = 1_790_000_000_000L;

  public static final Catalog CATALOG =
      new Catalog(
          "shop",
          List.of(
              new EntityEntry(
                  "customer",
                  List.of(new KeyField("customer_id", ValueType.STRING)),
                  List.of(
                      feature("spending", "purchases_1h", "count", "1h", ValueType.LONG),
                      feature("spending", "spend_1h", "sum", "1h", ValueType.DOUBLE),
                      feature("spending", "basket_1h", "mean", "1h", ValueType.DOUBLE),
                      feature("spending", "last_item", "last", null, ValueType.STRING),
                      feature("profile", "premium", "last", null, ValueType.BOOLEAN))),
              new EntityEntry(
                  "pair",
                  List.of(
                      new KeyField("user_id", ValueType.LONG),
                      new KeyField("item", ValueType.STRING)),
                  List.of(feature("affinity", "views_24h", "count", "24h", ValueType.LONG)))),
          List.of(new ServiceEntry("ranker", List.of("affinity.views_24h", "spending.spend_1h"))),
          List.of(new ModelEntry("ranker", List.of("click"), List.of("1h", "24h"))));

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The wall clock of a test. */
  public static final class SettableClock extends Clock {
    private volatile long nowMs = NOW_MS;

    public void set(long ms) {
      nowMs = ms;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Status and body of an answer. */
  public record Answer(int status, JsonNode body, HttpResponse<String> response) {}

  public final SettableClock clock;
  public final Map<String, Long> served = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpService http;

  public ServedShop(
      FeatureStore store, SettableClock clock, ServeSettings settings, ServePorts ports) {
    this.clock = clock;
    HttpSettings listening =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            16,
            1 << 20,
            AccessTokens.none(),
            Duration.ZERO,
            Duration.ofSeconds(5));
    http = new HttpService(listening, () -> "", List.of(), RequestListener.NONE);
    ServedValues counted = (entity, status, n) -> served.merge(entity + " " + status, n, Long::sum);
    new FeatureServer(CATALOG, store, settings, clock, ports.with(counted)).mount(http);
    http.start();
  }

  private static FeatureEntry feature(
      String group, String name, String operation, String window, ValueType type) {
    return new FeatureEntry(
        group, 3, name, operation, window, type, "growth-team", Duration.ofHours(2));
  }

  public static EntityKey customer(String id) {
    return new EntityKey("shop", "customer", EntityKey.join(List.of(id)));
  }

  /** A complete row, right until {@link #NOW_MS} + 1 min. */
  public static FeatureRow row(EntityKey key, Map<String, Object> values, String... warming) {
    return new FeatureRow(
        key,
        values,
        77,
        NOW_MS - 500,
        OptionalLong.of(NOW_MS + 60_000),
        timesOf(values),
        List.of(warming),
        Duration.ofMinutes(30));
  }

  /** Every group that has a value has had an event, and no other. */
  private static EventTimes timesOf(Map<String, Object> values) {
    Map<String, Long> byGroup = new TreeMap<>();
    values.keySet().forEach(n -> byGroup.put(n.substring(0, n.indexOf('.')), NOW_MS - 1_500));
    return new EventTimes(OptionalLong.of(NOW_MS - 1_500), byGroup);
  }

  public static Map<String, Object> values() {
    return new TreeMap<>(
        Map.of(
            "spending.purchases_1h",
            3L,
            "spending.spend_1h",
            25.5,
            "spending.last_item",
            "t\u00e9",
            "profile.premium",
            true));
  }

  public Answer get(String path) throws Exception {
    return send(to(path).GET());
  }

  public Answer post(String path, String body) throws Exception {
    return send(to(path).POST(BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + http.address().getPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode body =
        type.equals("application/json") || type.startsWith("application/json;")
            ? JSON.readTree(response.body())
            : null;
    return new Answer(response.statusCode(), body, response);
  }

  public static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Override
  public void close() {
    http.close();
  }
}
