package io.tidemark.training;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A period of predictions in one to three files, by time.
 *
 * <p>Between two files lies an embargo: what was predicted in the last {@code embargo} before a
 * split is in neither. With an embargo as long as a label may take, no label of the earlier file
 * was learnt from what happened in the later one's time.
 *
 * @param from from when on
 * @param to up to when; itself left out
 * @param at where it is split, in order, two times at most
 * @param embargo how long before a split predictions are left out
 */
public record Split(Instant from, Instant to, List<Instant> at, Duration embargo) {
  private static final List<List<String>> NAMES =
      List.of(
          List.of("examples"), List.of("train", "test"), List.of("train", "validation", "test"));

  /**
   * Fails for a period that cannot be split so.
   *
   * @throws IllegalArgumentException says of which file nothing is left, or what is wrong else
   */
  public Split {
    at = List.copyOf(at);
    if (at.size() >= NAMES.size()) {
      throw new IllegalArgumentException(
          "Invalid split " + at + ": must be two times at most, for train, validation and test.");
    }
    for (Part part : parts(from, to, at, embargo)) {
      if (!part.from().isBefore(part.to())) {
        throw new IllegalArgumentException(
            "No time is left for %s: it would begin at %s and end at %s%s."
                .formatted(part.name(), part.from(), part.to(), hint(at, embargo)));
      }
    }
  }

  private static String hint(List<Instant> at, Duration embargo) {
    return at.isEmpty()
        ? ". Move the period"
        : ", the embargo of %s included. Move the period or a split, or shorten the embargo"
            .formatted(embargo);
  }

  /** The files, in order. */
  public List<Part> parts() {
    return parts(from, to, at, embargo);
  }

  private static List<Part> parts(Instant from, Instant to, List<Instant> at, Duration embargo) {
    List<String> names = NAMES.get(at.size());
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Instant begin = i == 0 ? from : at.get(i - 1);
      Instant end = i == at.size() ? to : at.get(i).minus(embargo);
      parts.add(new Part(names.get(i), begin, end));
    }
    return parts;
  }
}
