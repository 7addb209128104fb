package io.tidemark.quarantine.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.quarantine.QuarantineFilter;
import io.tidemark.quarantine.QuarantineFilter.KeyBytes;
import io.tidemark.quarantine.QuarantineFilter.OffsetRange;
import io.tidemark.quarantine.QuarantineFilter.TimeRange;
import io.tidemark.quarantine.QuarantinePage.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The query of a request about records in quarantine. */
final class FilterQuery {
  private static final Set<String> FILTER =
      Set.of(
          "source",
          "reason",
          "rule",
          "schema_id",
          "from",
          "until",
          "partition",
          "from_offset",
          "until_offset",
          "key");

  private final Request request;

  /**
   * A query.
   *
   * @param others parameters it may have beside those of a filter
   * @throws RequestException 400 where it has another one
   */
  FilterQuery(Request request, Set<String> others) {
    this.request = request;
    Set<String> known = new HashSet<>(FILTER);
    known.addAll(others);
    request.query().keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw bad(
                  "Unknown query parameter", name, "one of " + known.stream().sorted().toList());
            });
    request.query().forEach(FilterQuery::requireOne);
  }

  /** What is empty would mean every record to who has set a variable wrongly. */
  private static void requireOne(String name, List<String> values) {
    if (values.size() > 1 && !name.equals("reason")) {
      throw bad("Repeated query parameter", name, "once");
    }
    if (values.stream().anyMatch(String::isBlank)) {
      throw bad("Empty query parameter", name, "a value, or no such parameter");
    }
  }

  /**
   * Which records are meant.
   *
   * @throws RequestException 400 where the query contradicts itself
   */
  QuarantineFilter filter() {
    try {
      return parsed();
    } catch (IllegalArgumentException e) {
      throw RequestException.badRequest(e.getMessage());
    }
  }

  private QuarantineFilter parsed() {
    return new QuarantineFilter(
        text("source"),
        reasons(),
        text("rule"),
        value("schema_id", Integer::valueOf, "a whole number"),
        new TimeRange(instant("from").orElse(Instant.MIN), instant("until").orElse(Instant.MAX)),
        new OffsetRange(
            value("partition", Integer::valueOf, "a whole number"),
            value("from_offset", Long::valueOf, "a whole number").orElse(0L),
            value("until_offset", Long::valueOf, "a whole number").orElse(Long.MAX_VALUE)),
        value("key", FilterQuery::key, "text, or hexadecimal digits behind 0x"));
  }

  private Set<String> reasons() {
    return request.query().getOrDefault("reason", List.of()).stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(reason -> !reason.isEmpty())
        .collect(Collectors.toSet());
  }

  /** How many records are wanted. */
  int limit(int otherwise, int most) {
    int limit = value("limit", Integer::valueOf, "a whole number").orElse(otherwise);
    if (limit < 1 || limit > most) {
      throw bad("Invalid limit", Integer.toString(limit), "from 1 to " + most);
    }
    return limit;
  }

  /** Where the page begins. */
  Optional<Cursor> before() {
    return value(
        "before",
        text -> Cursor.parse(text).orElseThrow(IllegalArgumentException::new),
        "the member next of a page");
  }

  /** A whole number. */
  Optional<Integer> count(String name) {
    return value(name, Integer::valueOf, "a whole number");
  }

  /** A number, which may have a fraction. */
  Optional<Double> number(String name) {
    return value(name, Double::valueOf, "a number");
  }

  /** Whether something is wanted that is not by itself. */
  boolean flag(String name) {
    return value(name, FilterQuery::truth, "true or false").orElse(false);
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException();
    }
    return text.equals("true");
  }

  Optional<String> text(String name) {
    return request.queryParameter(name);
  }

  private Optional<Instant> instant(String name) {
    return value(name, Instant::parse, "an instant such as 2026-11-30T09:00:00Z");
  }

  private <T> Optional<T> value(String name, Function<String, T> parser, String rule) {
    return text(name).map(text -> parsed(name, text, parser, rule));
  }

  private static <T> T parsed(String name, String text, Function<String, T> parser, String rule) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw bad("Invalid " + name, text, rule);
    }
  }

  private static KeyBytes key(String text) {
    return new KeyBytes(
        text.startsWith("0x") ? HexFormat.of().parseHex(text.substring(2)) : text.getBytes(UTF_8));
  }

  private static RequestException bad(String what, String value, String rule) {
    return RequestException.of(400, new Problem("bad_request", what, value, rule, null));
  }
}
