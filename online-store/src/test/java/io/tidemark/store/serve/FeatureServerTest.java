package io.tidemark.store.serve;

import static io.tidemark.store.serve.ServedShop.NOW_MS;
import static io.tidemark.store.serve.ServedShop.customer;
import static io.tidemark.store.serve.ServedShop.json;
import static io.tidemark.store.serve.ServedShop.row;
import static io.tidemark.store.serve.ServedShop.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.serve.ServedShop.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint and status over the heap's store, by a real HTTP client. */
class FeatureServerTest {
  private final ServedShop.SettableClock clock = new ServedShop.SettableClock();
  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(clock, Duration.ofMinutes(10));
  private ServedShop shop = shop(ServePorts.NONE);

  private ServedShop shop(ServePorts ports) {
    return new ServedShop(store, clock, ServeSettings.DEFAULT, ports);
  }

  private void restart(ServeSettings settings, ServePorts ports) {
    shop.close();
    shop = new ServedShop(store, clock, settings, ports);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private void put(FeatureRow row) {
    store.write(row).toCompletableFuture().join();
  }

  @Test
  void valuesComeTypedWithTheirStatus() throws Exception {
    put(row(customer("c1"), values()));
    Answer answer = shop.get("/v1/features/customer/c1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            json(
                """
                {'entity':'customer','key':'c1','as_of':1789999999500,'valid_until':1790000060000,
                 'revision':77,'values':{
                  'spending.purchases_1h':{'value':3,'status':'PRESENT'},
                  'spending.spend_1h':{'value':25.5,'status':'PRESENT'},
                  'spending.basket_1h':{'value':null,'status':'NOT_FOUND','reason':'absent'},
                  'spending.last_item':{'value':'t\u00e9','status':'PRESENT'},
                  'profile.premium':{'value':true,'status':'PRESENT'}}}
                """));
    assertThat(shop.served).isEqualTo(Map.of("customer PRESENT", 4L, "customer NOT_FOUND", 1L));
  }

  @Test
  void namesSelectAndKeepTheirOrder() throws Exception {
    put(row(customer("c1"), values()));
    String names = "?names=spending.spend_1h,profile.premium&names=spending.spend_1h";
    JsonNode found = shop.get("/v1/features/customer/c1" + names).body().get("values");
    List<String> order = new ArrayList<>();
    found.fieldNames().forEachRemaining(order::add);
    assertThat(order).containsExactly("spending.spend_1h", "profile.premium");
  }

  @Test
  void unknownKeyIsNotFoundForEachValue() throws Exception {
    Answer answer = shop.get("/v1/features/customer/nobody?names=spending.spend_1h");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            json(
                """
                {'entity':'customer','key':'nobody','as_of':null,'valid_until':null,'revision':null,
                 'values':{'spending.spend_1h':
                  {'value':null,'status':'NOT_FOUND','reason':'unknown_key'}}}
                """));
  }

  @Test
  void warmingValueIsGivenAsSuch() throws Exception {
    put(row(customer("c1"), values(), "spending.spend_1h", "spending.basket_1h"));
    JsonNode found = shop.get("/v1/features/customer/c1").body().get("values");
    assertThat(found.get("spending.spend_1h")).isEqualTo(json("{'value':25.5,'status':'WARMING'}"));
    assertThat(found.get("spending.basket_1h"))
        .isEqualTo(json("{'value':null,'status':'WARMING','reason':'absent'}"));
    assertThat(found.at("/spending.purchases_1h/status").asText()).isEqualTo("PRESENT");
  }

  @ParameterizedTest
  @CsvSource({"0,PRESENT", "2000,PRESENT", "2001,EXPIRED", "600000,EXPIRED"})
  void windowedValueExpiresWhenNobodyReplacedIt(long lateMs, String status) throws Exception {
    put(row(customer("c1"), values(), "spending.purchases_1h"));
    clock.set(NOW_MS + 60_000 + lateMs);
    JsonNode found = shop.get("/v1/features/customer/c1").body().get("values");
    assertThat(found.at("/spending.spend_1h/status").asText()).isEqualTo(status);
    assertThat(found.at("/spending.spend_1h/value").asDouble()).isEqualTo(25.5);
    assertThat(found.at("/spending.last_item/status").asText()).isEqualTo("PRESENT");
    assertThat(found.at("/spending.purchases_1h/status").asText())
        .isEqualTo(status.equals("PRESENT") ? "WARMING" : "EXPIRED");
  }

  @Test
  void rowThatNothingChangesNeverExpires() throws Exception {
    FeatureRow full = row(customer("c1"), values());
    put(
        new FeatureRow(
            full.key(),
            full.values(),
            1,
            NOW_MS,
            OptionalLong.empty(),
            EventTimes.newest(OptionalLong.empty()),
            List.of(),
            Duration.ofDays(9)));
    clock.set(NOW_MS + Duration.ofDays(8).toMillis());
    Answer answer = shop.get("/v1/features/customer/c1?names=spending.spend_1h");
    assertThat(answer.body().at("/values/spending.spend_1h/status").asText()).isEqualTo("PRESENT");
    assertThat(answer.body().get("valid_until").isNull()).isTrue();
  }

  @Test
  void underStreamTimeNothingExpires() throws Exception {
    ServeSettings stream = new ServeSettings(10, 100, 4, Duration.ofSeconds(1), Optional.empty());
    restart(stream, ServePorts.NONE);
    put(row(customer("c1"), values()));
    clock.set(NOW_MS + 1_000_000);
    assertThat(
            shop.get("/v1/features/customer/c1")
                .body()
                .at("/values/spending.spend_1h/status")
                .asText())
        .isEqualTo("PRESENT");
  }

  @Test
  void unknownEntityAndFeatureAre404WithAHint() throws Exception {
    Answer entity = shop.get("/v1/features/custmer/c1");
    assertThat(entity.status()).isEqualTo(404);
    assertThat(entity.body().get("error").asText()).isEqualTo("unknown_entity");
    assertThat(entity.body().get("value").asText()).isEqualTo("custmer");
    assertThat(entity.body().get("hint").asText()).isEqualTo("Did you mean 'customer'?");
    Answer feature = shop.get("/v1/features/customer/c1?names=spending.spnd_1h");
    assertThat(feature.status()).isEqualTo(404);
    assertThat(feature.body().get("error").asText()).isEqualTo("unknown_feature");
    assertThat(feature.body().get("hint").asText()).contains("spending.spend_1h");
    assertThat(shop.get("/v1/features/customer/c1?names=zzz").body().get("hint").asText())
        .contains("Known are", "/v1/catalog");
    assertThat(shop.get("/v1/features/customer/c1?name=x").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00fc\u00f1\u00ed \u2603", "a/b?c&d=e", "a|b\\c", "x:y", "\ud83d\ude00", "50%"})
  void anyTextIsAKey(String id) throws Exception {
    put(row(customer(id), values()));
    String path = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    Answer answer = shop.get("/v1/features/customer/" + path + "?names=spending.spend_1h");
    assertThat(answer.body().at("/values/spending.spend_1h/status").asText()).isEqualTo("PRESENT");
    String body = "{\"keys\":[" + quoted(id) + "],\"names\":[\"spending.spend_1h\"]}";
    JsonNode result = shop.post("/v1/features/customer", body).body().at("/results/0");
    assertThat(result.at("/values/spending.spend_1h/status").asText()).isEqualTo("PRESENT");
    assertThat(result.get("key").asText()).isEqualTo(id);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\") + "\"";
  }

  @Test
  void compositeKeysComeAsPartsOrJoined() throws Exception {
    put(row(new EntityKey("shop", "pair", "7|a\\|b"), Map.of("affinity.views_24h", 5L)));
    assertThat(
            shop.get("/v1/features/pair/7%7Ca%5C%7Cb")
                .body()
                .at("/values/affinity.views_24h/value")
                .asLong())
        .isEqualTo(5);
    JsonNode results =
        shop.post(
                "/v1/features/pair",
                "{\"keys\":[[7,\"a|b\"],[\"007\",\"a|b\"],\"7|a\\\\|b\",[7.0,\"a|b\"],[\"7.00\",\"a|b\"],"
                    + "[7],[\"x\",\"y\"],7,[7.5,\"a|b\"],[1e30,\"a|b\"]]}")
            .body()
            .get("results");
    for (int i = 0; i < 5; i++) {
      assertThat(results.get(i).at("/values/affinity.views_24h/value").asLong()).isEqualTo(5);
    }
    for (int i = 5; i < 10; i++) {
      assertThat(results.get(i).at("/error/error").asText()).as("key %d", i).isEqualTo("bad_key");
    }
    assertThat(shop.get("/v1/features/pair/7").status()).isEqualTo(400);
    assertThat(shop.get("/v1/features/pair/7%7C").body().get("rule").asText())
        .isEqualTo("no part of it is empty");
  }

  @Test
  void oneBadKeyDoesNotFailTheOthers() throws Exception {
    put(row(customer("k500"), values()));
    String keys =
        String.join(
            ",",
            IntStream.range(0, 1_000)
                .mapToObj(i -> i == 999 ? "{\"not\":\"a key\"}" : "\"k" + i + "\"")
                .toList());
    Answer answer = shop.post("/v1/features/customer", "{\"keys\":[" + keys + "]}");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode results = answer.body().get("results");
    assertThat(results).hasSize(1_000);
    assertThat(results.get(500).at("/values/spending.spend_1h/value").asDouble()).isEqualTo(25.5);
    assertThat(results.get(500).get("revision").asLong()).isEqualTo(77);
    assertThat(results.get(3).at("/values/spending.spend_1h/reason").asText())
        .isEqualTo("unknown_key");
    assertThat(results.get(999).at("/error/error").asText()).isEqualTo("bad_key");
    assertThat(results.get(999).has("values")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "null",
        "{\"keys\":[1]} more",
        "{\"keys\":\"c1\"}",
        "{}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[\"a\"],\"name\":[\"x\"]}",
        "{\"keys\":[\"a\"],\"names\":[1]}",
        "{\"keys\":[\"a\"],\"names\":\"x\"}",
        "{\"keys\":[NaN]}"
      })
  void malformedBodyIs400(String body) throws Exception {
    Answer answer = shop.post("/v1/features/customer", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().get("error").asText()).isEqualTo("bad_request");
    assertThat(answer.body().get("rule").asText()).isNotEmpty();
  }

  @Test
  void bodiesThatAttackTheParserAre400() throws Exception {
    assertThat(shop.post("/v1/features/customer", "[".repeat(100_000)).status()).isEqualTo(400);
    byte[] notUtf8 = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    assertThat(
            shop.send(shop.to("/v1/features/customer").POST(BodyPublishers.ofByteArray(notUtf8)))
                .status())
        .isEqualTo(400);
    Answer halves =
        shop.post("/v1/features/customer", "{\"keys\":[\"\\ud800\",\"\",1.5,null,true,7]}");
    JsonNode results = halves.body().get("results");
    for (int i = 0; i < 4; i++) {
      assertThat(results.get(i).at("/error/error").asText()).as("key %d", i).isEqualTo("bad_key");
    }
    assertThat(results.get(5).has("values")).isTrue();
  }

  @Test
  void limitsAreTyped() throws Exception {
    ServeSettings tight =
        new ServeSettings(3, 10, 4, Duration.ofSeconds(1), Optional.of(Duration.ZERO));
    restart(tight, ServePorts.NONE);
    Answer keys = shop.post("/v1/features/customer", "{\"keys\":[1,2,3,4],\"names\":[]}");
    assertThat(keys.status()).isEqualTo(400);
    assertThat(keys.body().get("message").asText()).contains("Too many keys", "3");
    Answer values = shop.post("/v1/features/customer", "{\"keys\":[1,2,3]}");
    assertThat(values.status()).isEqualTo(400);
    assertThat(values.body().get("value").asText()).isEqualTo("15");
    Answer body = shop.post("/v1/features/customer", "x".repeat((1 << 20) + 1));
    assertThat(body.status()).isEqualTo(413);
  }

  @Test
  void emptyBatchIsAnsweredEmpty() throws Exception {
    assertThat(shop.post("/v1/features/customer", "{\"keys\":[]}").body())
        .isEqualTo(json("{'entity':'customer','results':[]}"));
  }

  @Test
  void headIsGetWithoutBody() throws Exception {
    Answer head =
        shop.send(shop.to("/v1/features/customer/c1").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.response().body()).isEmpty();
    assertThat(shop.send(shop.to("/v1/features/customer").GET()).status()).isEqualTo(405);
  }

  @Test
  void catalogueTellsEveryFeatureAndItsFigures() throws Exception {
    CatalogFigures figures =
        (entity, feature) ->
            feature.name().equals("spend_1h")
                ? new CatalogFigures.Figures(
                    OptionalDouble.of(1.5),
                    OptionalDouble.of(0.25),
                    List.of(
                        new CatalogFigures.Drift(
                            "ranker", "v3", "1h", OptionalDouble.of(0.3), "significant")))
                : CatalogFigures.Figures.UNKNOWN;
    restart(ServeSettings.DEFAULT, ServePorts.NONE.with(figures));
    JsonNode catalog = shop.get("/v1/catalog").body();
    assertThat(catalog.get("namespace").asText()).isEqualTo("shop");
    JsonNode spending = catalog.at("/entities/0/groups/0");
    assertThat(spending.get("name").asText()).isEqualTo("spending");
    assertThat(spending.get("version").asInt()).isEqualTo(3);
    assertThat(spending.get("owner").asText()).isEqualTo("growth-team");
    assertThat(spending.get("ttl_seconds").asLong()).isEqualTo(7_200);
    assertThat(spending.at("/features/1"))
        .isEqualTo(
            json(
                """
                {'name':'spending.spend_1h','operation':'sum','type':'double','window':'1h',
                 'freshness_seconds':1.5,'null_ratio':0.25,'drift':[{'model':'ranker',
                 'version':'v3','window':'1h','psi':0.3,'status':'significant'}]}
                """));
    assertThat(spending.at("/features/3/window").isNull()).isTrue();
    assertThat(catalog.at("/entities/1/key").toString())
        .isEqualTo(
            "[{\"name\":\"user_id\",\"type\":\"long\"},{\"name\":\"item\",\"type\":\"string\"}]");
  }

  @Test
  void catalogueTellsEveryModelAndItsBaselines() throws Exception {
    CatalogFigures figures =
        new CatalogFigures() {
          @Override
          public Figures of(EntityEntry entity, FeatureEntry feature) {
            return Figures.UNKNOWN;
          }

          @Override
          public List<InForce> baselines(String model) {
            return List.of(new InForce("v3", "ab12", 1_500, model + ".csv", 7));
          }
        };
    restart(ServeSettings.DEFAULT, ServePorts.NONE.with(figures));
    assertThat(shop.get("/v1/catalog").body().get("models"))
        .isEqualTo(
            json(
                """
                [{'name':'ranker','labels':['click'],'drift_windows':['1h','24h'],
                  'baselines':[{'version':'v3','hash':'ab12','created':'1970-01-01T00:00:01.500Z',
                  'source':'ranker.csv','series':7}]}]
                """));
  }

  @Test
  void erasureIsNotClaimed() throws Exception {
    Answer answer = shop.send(shop.to("/v1/entities/customer/c1").DELETE());
    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.body().get("error").asText()).isEqualTo("no_erasure");
  }

  @Test
  void erasureIsTakenWithWhoAsksAndWhy() throws Exception {
    RecordedEraser eraser = new RecordedEraser();
    restart(ServeSettings.DEFAULT, ServePorts.NONE.with(eraser));
    Answer taken = shop.send(shop.to("/v1/entities/customer/c1?by=dpo&note=T%2D7").DELETE());
    assertThat(taken.status()).isEqualTo(202);
    assertThat(taken.body().get("erasure_id").asText()).isEqualTo("id-1");
    assertThat(eraser.asked).containsExactly("customer c1 dpo T-7");
    assertThat(shop.get("/v1/erasures/id-1").body().get("state").asText()).isEqualTo("waiting");
    assertThat(shop.send(shop.to("/v1/entities/customer/c1?why=x").DELETE()).status())
        .isEqualTo(400);
    assertThat(shop.send(shop.to("/v1/entities/nobody/c1").DELETE()).status()).isEqualTo(404);
  }
}
