package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model.Several;
import io.tidemark.join.LabelSample.Happened;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Labels of every form of the language, from compiled expressions through the engine and its bytes,
 * against what its rules say in words: every order of up to four outcomes, some of more.
 */
class LabelLanguagePropertyTest {
  private static final int RUNS = 4_800;
  private static final int ALL_ORDERS = 4;
  private static final List<String> KINDS = List.of("buy", "buy", "refund", "hide", "seen");
  private static final List<String> SOURCES = List.of("analyst", "rule", "stranger");

  @Test
  void labelsAreThoseOfTheWordsInEveryOrder() {
    List<LabelSample> samples = LabelSample.all();
    assertThat(samples).hasSize(6 * 16);
    for (int run = 0; run < RUNS; run++) {
      LabelSample sample = samples.get(run % samples.size());
      Random random = new Random(run);
      Long rank = random.nextInt(4) == 0 ? null : Long.valueOf(1 + random.nextInt(5));
      List<Happened> history = history(random);
      String expected = sample.inWords(history, rank);
      for (List<Happened> order : orders(history, random)) {
        int before = random.nextInt(order.size() + 1);
        assertThat(read(sample, order, before, rank))
            .as("run %d, %s, rank %s: %s", run, sample, rank, order)
            .isEqualTo(expected);
      }
    }
  }

  /** All of them where they are few. */
  private static List<List<Happened>> orders(List<Happened> history, Random random) {
    List<List<Happened>> orders = new ArrayList<>();
    if (history.size() <= ALL_ORDERS) {
      permute(history, 0, orders);
      return orders;
    }
    for (int reading = 0; reading < 3; reading++) {
      List<Happened> shuffled = new ArrayList<>(history);
      Collections.shuffle(shuffled, random);
      orders.add(shuffled);
    }
    return orders;
  }

  private static void permute(List<Happened> order, int from, List<List<Happened>> into) {
    if (from >= order.size() - 1) {
      into.add(List.copyOf(order));
    }
    for (int i = from; i < order.size() && from < order.size() - 1; i++) {
      List<Happened> next = new ArrayList<>(order);
      Collections.swap(next, from, i);
      permute(next, from + 1, into);
    }
  }

  /** No two at one instant, but for repeats: which of those is the latest is no rule in words. */
  private static List<Happened> history(Random random) {
    List<Happened> history = new ArrayList<>();
    int outcomes = random.nextInt(7);
    for (int i = 0; i < outcomes; i++) {
      Happened happened =
          new Happened(
              T + i * MINUTE + random.nextInt(30_000),
              KINDS.get(random.nextInt(KINDS.size())),
              random.nextInt(3) == 0 ? "id" + random.nextInt(2) : null,
              random.nextInt(6) == 0 ? null : random.nextInt(40) / 4.0,
              random.nextInt(6) == 0 ? null : "o" + random.nextInt(2),
              SOURCES.get(random.nextInt(SOURCES.size())));
      history.add(happened);
      if (random.nextInt(4) == 0) {
        history.add(happened);
      }
    }
    return history;
  }

  private static String read(LabelSample sample, List<Happened> history, int before, Long rank) {
    JoinLog log = new JoinLog(sample.engine(HORIZONS, rank));
    for (int i = 0; i <= history.size(); i++) {
      if (i == before) {
        log.predict(JoinFixtures.prediction("r", T), T);
      }
      if (i < history.size()) {
        log.observe(sample.judged(history.get(i)), T + 20 * MINUTE);
      }
    }
    log.passTime(T + 8 * DAY);
    int read =
        log.count(JoinCounter.OUTCOME_APPLIED)
            + log.count(JoinCounter.OUTCOME_DUPLICATE)
            + log.count(JoinCounter.OUTCOME_NO_EVIDENCE);
    assertThat(read).as("%s: %s", sample, history).isEqualTo(history.size());
    Map<String, String> labels = JoinOrderTest.finalLabels(log.emissions);
    return labels.get(LabelSample.NAME);
  }

  @Test
  void sampleSaysSomethingOfEverySort() {
    LabelSample worth = new LabelSample(Several.SUM, true, true, false, true);
    List<Happened> orders =
        List.of(
            new Happened(T, "buy", null, 10.0, "o1", "rule"),
            new Happened(T + 1, "buy", null, 20.0, "o2", "rule"),
            new Happened(T + 2, "refund", null, 10.0, "o1", "rule"));
    assertThat(worth.inWords(orders, 2L)).as("20, and a refund of 10").isEqualTo("19.0 x 2.0");
    assertThat(worth.inWords(List.of(), 2L)).isEqualTo("-0.5 x 0.5");
    assertThat(worth.inWords(List.of(), null)).as("no rank to weigh by").isEqualTo("unlabelled");
  }
}
