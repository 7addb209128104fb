package io.tidemark.local;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the retail example must give, from the list of all rows: the oracle. It shares nothing with
 * the service, keeps every row and scans them all at every question.
 *
 * <p>A row is {@code customer_id, item, quantity, unit_price, invoice_time, country}.
 */
final class NaiveSpending {
  /** A window; its tail moves in hops that are aligned to the Unix epoch. */
  record Window(String name, long sizeMs, long hopMs) {}

  private record Sale(String item, double price, BigDecimal amount, long timeMs) {}

  private final Set<List<String>> rows = new HashSet<>();
  private final Map<String, List<Sale>> sales = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Window> windows;

  /** Takes the short, the middle and the long window of the definitions. */
  NaiveSpending(List<Window> windows) {
    this.windows = windows;
  }

  void add(List<String> row) {
    long quantity = Long.parseLong(row.get(2));
    double price = Double.parseDouble(row.get(3));
    String verdict = row.get(0).isEmpty() ? "MISSING_FIELD" : price < 0 ? "RULE_FAILED" : "valid";
    verdict = verdict.equals("valid") && !rows.add(row) ? "duplicate" : verdict;
    counts.merge(verdict, 1, Integer::sum);
    if (verdict.equals("valid") && quantity > 0) {
      long timeMs = Instant.parse(row.get(4)).toEpochMilli();
      Sale sale = new Sale(row.get(1), price, new BigDecimal(price * quantity), timeMs);
      sales.computeIfAbsent(row.get(0), customer -> new ArrayList<>()).add(sale);
    }
  }

  /** Rows by what became of them: valid, duplicate, or the reason of their quarantine. */
  Map<String, Integer> counts() {
    return counts;
  }

  Set<String> customers() {
    return sales.keySet();
  }

  long newestMs(String customer) {
    return sales.get(customer).stream().mapToLong(Sale::timeMs).max().orElseThrow();
  }

  /** Doubles and one text by the name of their feature; what is absent is not in it. */
  Map<String, Object> features(String customer, long nowMs) {
    Map<String, Object> values = new TreeMap<>();
    for (Window window : windows) {
      long startMs = Math.floorDiv(nowMs - window.sizeMs(), window.hopMs()) * window.hopMs();
      List<Sale> in = sales.get(customer).stream().filter(s -> s.timeMs() >= startMs).toList();
      BigDecimal sum = in.stream().map(Sale::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
      values.put("purchases_" + window.name(), (double) in.size());
      values.put("spend_" + window.name(), sum.doubleValue());
      if (window.equals(windows.get(1)) && !in.isEmpty()) {
        BigDecimal mean = sum.divide(BigDecimal.valueOf(in.size()), new MathContext(100));
        values.put("basket_" + window.name(), mean.doubleValue());
      } else if (window.equals(windows.get(2)) && !in.isEmpty()) {
        values.put(
            "cheapest_" + window.name(), in.stream().mapToDouble(Sale::price).min().orElse(0));
        values.put(
            "dearest_" + window.name(), in.stream().mapToDouble(Sale::price).max().orElse(0));
      }
    }
    Comparator<Sale> order = Comparator.comparing(Sale::timeMs).thenComparing(Sale::item);
    values.put("last_item", sales.get(customer).stream().max(order).orElseThrow().item());
    return values;
  }
}
