package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts of which each is in the bytes once, the first time, behind a 0; afterwards it is its number
 * among them, from 1. For a few dozen different texts. Not thread-safe.
 */
final class RepeatedTexts {
  private final List<String> known = new ArrayList<>();

  void write(String text, ByteWriter out) {
    int number = known.indexOf(text) + 1;
    out.unsigned(number);
    if (number == 0) {
      known.add(text);
      out.text(text);
    }
  }

  String read(ByteReader in) {
    int number = in.number("number of a text", known.size());
    if (number == 0) {
      known.add(in.text());
      return known.get(known.size() - 1);
    }
    return known.get(number - 1);
  }
}
