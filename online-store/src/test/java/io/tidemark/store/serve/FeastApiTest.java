package io.tidemark.store.serve;

import static io.tidemark.store.serve.ServedShop.NOW_MS;
import static io.tidemark.store.serve.ServedShop.customer;
import static io.tidemark.store.serve.ServedShop.json;
import static io.tidemark.store.serve.ServedShop.row;
import static io.tidemark.store.serve.ServedShop.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.serve.ServedShop.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feast's request and reply. */
class FeastApiTest {
  private final ServedShop.SettableClock clock = new ServedShop.SettableClock();
  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(clock, Duration.ofMinutes(10));
  private final ServedShop shop =
      new ServedShop(store, clock, ServeSettings.DEFAULT, ServePorts.NONE);

  @AfterEach
  void stop() {
    shop.close();
  }

  private void put(FeatureRow row) {
    store.write(row).toCompletableFuture().join();
  }

  private Answer ask(String body) throws Exception {
    return shop.post("/get-online-features", body.replace('\'', '"'));
  }

  @Test
  void replyIsInColumnsWithJoinKeysFirst() throws Exception {
    put(row(customer("c1"), values()));
    Answer answer =
        ask(
            "{'features':['spending:spend_1h','spending:basket_1h'],"
                + "'entities':{'customer_id':['c1','c2',1.5]}}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            json(
                """
                {'metadata':{'feature_names':['customer_id','spend_1h','basket_1h']},
                 'results':[
                  {'values':['c1','c2',1.5],'statuses':['PRESENT','PRESENT','PRESENT'],
                   'event_timestamps':['1970-01-01T00:00:00Z','1970-01-01T00:00:00Z','1970-01-01T00:00:00Z']},
                  {'values':[25.5,null,null],'statuses':['PRESENT','NOT_FOUND','INVALID'],
                   'event_timestamps':['2026-09-21T14:13:18.500Z','1970-01-01T00:00:00Z','1970-01-01T00:00:00Z']},
                  {'values':[null,null,null],'statuses':['NULL_VALUE','NOT_FOUND','INVALID'],
                   'event_timestamps':['2026-09-21T14:13:18.500Z','1970-01-01T00:00:00Z','1970-01-01T00:00:00Z']}]}
                """));
  }

  @Test
  void expiredIsOutsideMaxAgeAndWarmingIsPresent() throws Exception {
    put(row(customer("c1"), values(), "spending.spend_1h"));
    String ask =
        "{'features':['spending:spend_1h','spending:last_item'],'entities':{'customer_id':['c1']}}";
    assertThat(statuses(ask)).isEqualTo("[\"PRESENT\"][\"PRESENT\"]");
    clock.set(NOW_MS + 70_000);
    assertThat(statuses(ask)).isEqualTo("[\"OUTSIDE_MAX_AGE\"][\"PRESENT\"]");
  }

  @Test
  void viewIsAsOldAsItsOwnNewestEvent() throws Exception {
    long twoHoursMs = 7_200_000;
    put(
        new FeatureRow(
            customer("c1"),
            Map.of("spending.purchases_1h", 0L, "profile.premium", true),
            1,
            NOW_MS,
            OptionalLong.empty(),
            new EventTimes(OptionalLong.of(NOW_MS), Map.of("profile", NOW_MS - twoHoursMs)),
            List.of(),
            Duration.ofDays(1)));
    String ask =
        "{'features':['spending:purchases_1h','profile:premium'],"
            + "'entities':{'customer_id':['c1']}}";

    JsonNode results = ask(ask).body().get("results");
    assertThat(results.get(1).toString())
        .as("a view that never had an event")
        .isEqualTo(
            json("{'values':[0],'statuses':['OUTSIDE_MAX_AGE'],"
                    + "'event_timestamps':['1970-01-01T00:00:00Z']}")
                .toString());
    assertThat(results.get(2).toString())
        .isEqualTo(
            json("{'values':[true],'statuses':['PRESENT'],"
                    + "'event_timestamps':['2026-09-21T12:13:20Z']}")
                .toString());
    clock.set(NOW_MS + 1);
    assertThat(statuses(ask)).isEqualTo("[\"OUTSIDE_MAX_AGE\"][\"OUTSIDE_MAX_AGE\"]");
  }

  private String statuses(String ask) throws Exception {
    JsonNode results = ask(ask).body().get("results");
    return results.get(1).get("statuses").toString() + results.get(2).get("statuses");
  }

  @ParameterizedTest
  @CsvSource({
    "1790000000000,2026-09-21T14:13:20Z",
    "1790000000001,2026-09-21T14:13:20.001Z",
    "1790000000120,2026-09-21T14:13:20.120Z"
  })
  void timestampsHaveAsManyDigitsAsNeeded(long eventMs, String text) throws Exception {
    put(
        new FeatureRow(
            customer("c1"),
            values(),
            1,
            NOW_MS,
            OptionalLong.empty(),
            new EventTimes(OptionalLong.of(eventMs), Map.of("spending", eventMs)),
            List.of(),
            Duration.ofMinutes(1)));
    JsonNode results =
        ask("{'features':['spending:spend_1h'],'entities':{'customer_id':['c1']}}")
            .body()
            .get("results");
    assertThat(results.at("/1/event_timestamps/0").asText()).isEqualTo(text);
  }

  @Test
  void fullNamesCarryTheView() throws Exception {
    JsonNode body =
        ask("{'features':['spending:spend_1h'],'entities':{'customer_id':['c1']},"
                + "'full_feature_names':true}")
            .body();
    assertThat(body.at("/metadata/feature_names/1").asText()).isEqualTo("spending__spend_1h");
  }

  @Test
  void featuresOfSeveralEntitiesKeepTheOrderAsked() throws Exception {
    put(row(customer("c1"), values()));
    put(row(new EntityKey("shop", "pair", "7|x"), Map.of("affinity.views_24h", 5L)));
    JsonNode body =
        ask("{'features':['spending:spend_1h','affinity:views_24h','profile:premium'],"
                + "'entities':{'customer_id':['c1'],'user_id':[7],'item':['x']}}")
            .body();
    assertThat(body.at("/metadata/feature_names").toString())
        .isEqualTo("[\"customer_id\",\"user_id\",\"item\",\"spend_1h\",\"views_24h\",\"premium\"]");
    assertThat(body.at("/results/3/values").toString()).isEqualTo("[25.5]");
    assertThat(body.at("/results/4/values").toString()).isEqualTo("[5]");
    assertThat(body.at("/results/5/values").toString()).isEqualTo("[true]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'features':['spending:spnd_1h'],'entities':{'customer_id':['c']}};404;spending:spend_1h",
        "{'features':['nothing'],'entities':{'customer_id':['c']}};404;view:feature",
        "{'features':['spending@v2:spend_1h'],'entities':{'customer_id':['c']}};404;spending@v3",
        "{'features':['spending@x:spend_1h'],'entities':{'customer_id':['c']}};404;view:feature",
        "{'features':[],'entities':{'customer_id':['c']}};400;features",
        "{'features':['spending:spend_1h'],'entities':{'user_id':[1]}};400;customer_id",
        "{'features':['spending:spend_1h'],'entities':{'custmer_id':['c']}};400;customer_id",
        "{'features':['spending:spend_1h'],'entities':{'customer_id':['c'],'item':[]}};400;equally long",
        "{'features':['spending:spend_1h'],'entities':{'customer_id':'c'}};400;list of values",
        "{'features':['spending:spend_1h','spending:spend_1h'],'entities':{'customer_id':['c']}};400;unique",
        "{'feature_service':'rankr','entities':{'customer_id':['c']}};404;'ranker'",
        "{'feature_service':['ranker'],'entities':{'customer_id':['c']}};400;it is a text",
        "{'feature_service':'','entities':{'customer_id':['c']}};400;feature_service",
        "{'feature_service':'ranker','entities':{'customer_id':['c']}};400;user_id",
        "{'features':['spending:spend_1h'],'entities':{'customer_id':['c']},'include_feature_view_version_metadata':1};400;true or false",
        "{'features':['spending:spend_1h']};400;entities",
        "{'features':['spending:spend_1h'],'entities':{'customer_id':['c']},'full_feature_names':1};400;true or false"
      })
  void mistakesAreTyped(String body, int status, String says) throws Exception {
    Answer answer = ask(body);
    assertThat(answer.status()).isEqualTo(status);
    JsonNode told = answer.body();
    assertThat(told.get("message").asText() + told.get("hint")).contains(says);
  }

  @Test
  void serviceIsItsFeaturesInTheirOrder() throws Exception {
    put(row(customer("c1"), values()));
    put(row(new EntityKey("shop", "pair", "7|x"), Map.of("affinity.views_24h", 5L)));
    JsonNode body =
        ask("{'feature_service':'ranker','features':['nothing'],"
                + "'entities':{'customer_id':['c1'],'user_id':[7],'item':['x']}}")
            .body();
    assertThat(body.at("/metadata/feature_names").toString())
        .isEqualTo("[\"customer_id\",\"user_id\",\"item\",\"views_24h\",\"spend_1h\"]");
    assertThat(body.at("/results/3/values").toString()).isEqualTo("[5]");
    assertThat(body.at("/results/4/values").toString()).isEqualTo("[25.5]");
  }

  @Test
  void columnsThatNothingNeedsAreLeftOut() throws Exception {
    put(row(customer("c1"), values()));
    JsonNode body =
        ask("{'features':['spending:spend_1h'],"
                + "'entities':{'spend_1h':[0.5],'customer_id':['c1'],'item':['x']}}")
            .body();
    assertThat(body.at("/metadata/feature_names").toString())
        .isEqualTo("[\"customer_id\",\"spend_1h\"]");
    assertThat(body.at("/results")).hasSize(2);
    assertThat(body.at("/results/1/values").toString()).isEqualTo("[25.5]");
  }

  @Test
  void versionsOfViewsAreToldWhereTheyAreAskedFor() throws Exception {
    String ask =
        "{'features':['spending:spend_1h','profile:premium','spending:basket_1h'],"
            + "'entities':{'customer_id':['c1']}%s}";
    String member = ",'include_feature_view_version_metadata':true";

    assertThat(ask(ask.formatted(member)).body().at("/metadata/feature_view_metadata"))
        .isEqualTo(json("[{'name':'spending','version':3},{'name':'profile','version':3}]"));
    assertThat(ask(ask.formatted("")).body().at("/metadata").has("feature_view_metadata"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spending@v3", "spending@latest", "spending@3"})
  void servedVersionOfAViewMayBeNamed(String view) throws Exception {
    put(row(customer("c1"), values()));
    String ask = "{'features':['%s:spend_1h'],'entities':{'customer_id':['c1']}%s}";
    JsonNode body = ask(ask.formatted(view, "")).body();
    assertThat(body.at("/metadata/feature_names/1").asText()).isEqualTo("spend_1h");
    assertThat(body.at("/results/1/values").toString()).isEqualTo("[25.5]");
    JsonNode full = ask(ask.formatted(view, ",'full_feature_names':true")).body();
    assertThat(full.at("/metadata/feature_names/1").asText()).isEqualTo(view + "__spend_1h");
  }

  @Test
  void flagThatIsNullIsFalse() throws Exception {
    JsonNode body =
        ask("{'features':['spending:spend_1h'],'entities':{'customer_id':['c1']},"
                + "'include_feature_view_version_metadata':null,'full_feature_names':null}")
            .body();
    assertThat(body.at("/metadata/feature_names/1").asText()).isEqualTo("spend_1h");
    assertThat(body.at("/metadata").has("feature_view_metadata")).isFalse();
  }

  @Test
  void noRowsAreNoRows() throws Exception {
    Answer answer = ask("{'features':['spending:spend_1h'],'entities':{'customer_id':[]}}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().at("/results/1/values")).isEmpty();
  }
}
