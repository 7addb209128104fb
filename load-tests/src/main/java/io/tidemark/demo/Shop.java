package io.tidemark.demo;

import java.util.List;
import java.util.stream.IntStream;

/** What is for sale and who comes. Immutable. */
final class Shop {

  /** An item with its price in the shop's currency. */
  record Item(String id, String category, double price) {}

  private static final List<String> CATEGORIES =
      List.of("books", "garden", "kitchen", "toys", "audio", "sport", "phones", "computers");
  private static final double[] MEDIAN_PRICES = {12, 18, 25, 20, 60, 45, 320, 700};
  private static final double PRICE_SPREAD = 0.5;
  private static final double CHEAPEST = 0.5;
  private static final int ITEMS = 500;

  private final Shares<Item> items;
  private final Shares<String> users;

  private Shop(Shares<Item> items, Shares<String> users) {
    this.items = items;
    this.users = users;
  }

  static Shop stocked(Draws draws, int users) {
    List<Item> stock = IntStream.range(0, ITEMS).mapToObj(i -> item(i, draws)).toList();
    List<String> names = IntStream.range(0, users).mapToObj("user-%05d"::formatted).toList();
    return new Shop(Shares.zipf(stock), Shares.zipf(names));
  }

  Item item(Draws draws) {
    return items.draw(draws);
  }

  String user(Draws draws) {
    return users.draw(draws);
  }

  private static Item item(int index, Draws draws) {
    int category = draws.index(CATEGORIES.size());
    double price = Math.max(CHEAPEST, draws.logNormal(MEDIAN_PRICES[category], PRICE_SPREAD));
    return new Item("item-%03d".formatted(index), CATEGORIES.get(category), cents(price));
  }

  private static double cents(double price) {
    return Math.round(price * 100) / 100.0;
  }
}
