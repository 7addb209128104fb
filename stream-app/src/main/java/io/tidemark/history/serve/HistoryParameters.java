package io.tidemark.history.serve;

import io.tidemark.history.HistoryQuery;
import io.tidemark.history.HistoryQuery.Place;
import io.tidemark.history.HistoryQuery.Span;
import io.tidemark.history.HistoryTable;
import io.tidemark.history.HistoryTable.Part;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of a request about the past. */
final class HistoryParameters {
  static final int LIMIT = 100;
  static final int MOST = 10_000;

  private static final Pattern STEP = Pattern.compile("([1-9]\\d{0,8})(s|m|h|d)");
  private static final Map<String, Long> UNITS_MS =
      Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  /** Parts whose values are symbols: they may be written in lower case. */
  private static final Set<String> SYMBOLS = Set.of("surface", "rule", "state");

  private final Request request;
  private final HistoryTable table;

  /**
   * Of a request about a table.
   *
   * @throws RequestException 400 where it has a parameter that is not known, or twice
   */
  HistoryParameters(Request request, HistoryTable table) {
    this.request = request;
    this.table = table;
    Set<String> known = known();
    request.query().forEach((name, values) -> requireOne(known, name, values));
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(Set.of("from", "until", "latest", "limit", "after"));
    table.parts().forEach(part -> known.add(part.parameter()));
    table.detail().ifPresent(known::add);
    known.add(table.bySeries() ? "step" : "open");
    return known;
  }

  private static void requireOne(Set<String> known, String name, List<String> values) {
    if (!known.contains(name)) {
      throw bad("Unknown query parameter", name, "one of " + known);
    }
    if (values.size() > 1) {
      throw bad("Repeated query parameter", name, "once");
    }
  }

  /**
   * What is wanted.
   *
   * @throws RequestException 400 where a value makes no sense
   */
  HistoryQuery query() {
    Optional<Boolean> open = flag("open");
    boolean latest = flag("latest").orElse(open.isPresent());
    return new HistoryQuery(table, parts(), span(), latest, open, limit(), after());
  }

  private Map<String, String> parts() {
    Map<String, String> parts = new HashMap<>();
    for (Part part : table.parts()) {
      String name = part.parameter();
      request
          .queryParameter(name)
          .ifPresent(
              text ->
                  parts.put(name, SYMBOLS.contains(name) ? text.toUpperCase(Locale.ROOT) : text));
    }
    return parts;
  }

  private Span span() {
    long from = instant("from").orElse(Long.MIN_VALUE);
    long until = instant("until").orElse(Long.MAX_VALUE);
    if (from >= until) {
      throw bad("Invalid from", request.queryParameter("from").orElse(null), "before until");
    }
    return new Span(from, until, value("step", HistoryParameters::stepMs, "such as 5m").orElse(1L));
  }

  private Optional<Long> instant(String name) {
    return value(
        name,
        text -> Instant.parse(text).toEpochMilli(),
        "an instant such as 2026-11-30T09:00:00Z");
  }

  private static long stepMs(String text) {
    Matcher step = STEP.matcher(text);
    if (!step.matches()) {
      throw new IllegalArgumentException();
    }
    return Long.parseLong(step.group(1)) * UNITS_MS.get(step.group(2));
  }

  private int limit() {
    int limit = value("limit", Integer::valueOf, "a whole number").orElse(LIMIT);
    if (limit < 1 || limit > MOST) {
      throw bad("Invalid limit", Integer.toString(limit), "from 1 to " + MOST);
    }
    return limit;
  }

  private Optional<Place> after() {
    return value(
        "after",
        text -> Place.parse(table, text).orElseThrow(IllegalArgumentException::new),
        "the member next of a page about the same");
  }

  /** Whether the detail of each record is wanted. */
  boolean detailed() {
    return table.detail().flatMap(this::flag).orElse(false);
  }

  private Optional<Boolean> flag(String name) {
    return value(name, HistoryParameters::truth, "true or false");
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException();
    }
    return text.equals("true");
  }

  private <T> Optional<T> value(String name, Function<String, T> parser, String rule) {
    return request.queryParameter(name).map(text -> parsed(name, text, parser, rule));
  }

  private static <T> T parsed(String name, String text, Function<String, T> parser, String rule) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw bad("Invalid " + name, text, rule);
    }
  }

  private static RequestException bad(String what, String value, String rule) {
    return RequestException.of(400, new Problem("bad_request", what, value, rule, null));
  }
}
