package io.tidemark.definition.yaml;

import io.tidemark.definition.DurationFormat;
import io.tidemark.definition.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads {@code windows}, {@code hop} and {@code sessions}. */
final class WindowReader {
  /** The longest window whose every instant is kept apart. */
  private static final Duration LONGEST_EXACT = Duration.ofMinutes(10);

  /** The most hops in a window: what reading it costs. */
  private static final long MOST_HOPS = 360;

  private static final String EXACT = "exact";
  private static final String EXACT_HINT =
      "an exact window keeps every instant in it apart; write a hop such as ";

  private WindowReader() {}

  /** A window and where it is written. */
  private record Placed(String place, Window window) {}

  /** The windows of a mapping, without repeats. */
  static List<Window> windows(MappingReader in, DurationRange range) {
    return sliding(in, range).stream().map(Placed::window).toList();
  }

  private static List<Placed> sliding(MappingReader in, DurationRange range) {
    return read(in, "windows", range, Window::new);
  }

  private static List<Placed> sessions(MappingReader in) {
    return read(
        in,
        "sessions",
        DurationRange.SESSION_GAP,
        (gap, size) -> Window.session("session_" + gap, size));
  }

  private static List<Placed> read(
      MappingReader in,
      String key,
      DurationRange range,
      BiFunction<String, Duration, Window> window) {
    Map<Duration, Placed> windows = new LinkedHashMap<>();
    List<String> texts = in.texts(key);
    for (int i = 0; i < texts.size(); i++) {
      String place = key + "[" + i + "]";
      String text = texts.get(i);
      in.duration(place, text, range)
          .map(size -> windows.putIfAbsent(size, new Placed(place, window.apply(text, size))))
          .map(other -> other.window().label())
          .ifPresent(other -> in.problem(place, text, "is as long as " + other, ""));
    }
    return List.copyOf(windows.values());
  }

  /** The declared hop of an aggregate or a group; empty for the usual ones. */
  static Optional<Duration> hop(MappingReader in) {
    Optional<String> text = in.optionalText("hop");
    if (text.isEmpty() || text.get().equals(EXACT)) {
      return text.map(exact -> Window.EXACT);
    }
    return in.duration("hop", text.get(), DurationRange.HOP, "or 'exact' for windows up to 10m");
  }

  /** The windows and then the sessions of an aggregate. */
  static List<Window> over(MappingReader in, Optional<Duration> hopOfGroup) {
    Optional<Duration> own = hop(in);
    if (in.has("hop") && !in.has("windows")) {
      in.problem("hop", "", "has no effect without windows", "remove it");
    }
    Optional<Duration> hop = in.has("hop") ? own : hopOfGroup;
    List<Window> windows = new ArrayList<>();
    for (Placed placed : sliding(in, DurationRange.WINDOW)) {
      hop.ifPresent(step -> checkHop(in, placed, step));
      windows.add(hop.map(placed.window()::withHop).orElse(placed.window()));
    }
    sessions(in).forEach(session -> windows.add(session.window()));
    return windows;
  }

  private static void checkHop(MappingReader in, Placed placed, Duration hop) {
    Window window = placed.window();
    String step = DurationFormat.format(hop);
    long hops = window.size().toMillis() / hop.toMillis();
    if (hop.equals(Window.EXACT)) {
      checkExact(in, placed);
    } else if (hop.compareTo(window.size()) > 0) {
      in.problem(placed.place(), window.label(), "is shorter than its hop, " + step, "");
    } else if (hops > MOST_HOPS) {
      String rule = "has " + hops + " hops of " + step + ", at most " + MOST_HOPS;
      in.problem(placed.place(), window.label(), rule, "use a hop of at least " + finest(window));
    }
  }

  private static void checkExact(MappingReader in, Placed placed) {
    Window window = placed.window();
    if (window.size().compareTo(LONGEST_EXACT) > 0) {
      String hint = EXACT_HINT + finest(window);
      in.problem(placed.place(), window.label(), "only windows up to 10m can be exact", hint);
    }
  }

  /** The shortest hop that a window may have. */
  private static String finest(Window window) {
    long seconds = window.size().toSeconds();
    return DurationFormat.format(Duration.ofSeconds((seconds + MOST_HOPS - 1) / MOST_HOPS));
  }
}
