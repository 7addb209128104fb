package io.tidemark.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the service counted of itself. */
record Scrape(String text) {

  static Scrape of(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return new Scrape(
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Counters whose names start so, by their tags, per event. */
  String perEvent(String counter, long events) {
    return text.lines()
        .filter(line -> line.startsWith(counter))
        .map(line -> line.substring(counter.length()))
        .map(line -> "%s %.3f".formatted(tags(line), value(line) / events))
        .collect(Collectors.joining(", "));
  }

  /** The sum of a metric over its tags. */
  long sum(String metric) {
    return Math.round(
        text.lines()
            .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
            .mapToDouble(Scrape::value)
            .sum());
  }

  private static String tags(String line) {
    int end = line.lastIndexOf('}');
    return end < 0 ? "" : line.substring(0, end + 1).toLowerCase(Locale.ROOT);
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
