package io.tidemark.store.serve;

/** Refuses requests for more than one reply may hold. */
final class Bounds {
  private Bounds() {}

  static void check(int keys, int names, ServeSettings settings) {
    if (keys > settings.maxKeys()) {
      throw JsonBody.bad(
          "Too many keys",
          Integer.toString(keys),
          "at most " + settings.maxKeys() + " in one request (serve.max.keys)",
          "Send several requests");
    }
    if ((long) keys * names > settings.maxValues()) {
      throw JsonBody.bad(
          "Too many values",
          Long.toString((long) keys * names),
          "keys times names is at most " + settings.maxValues() + " (serve.max.values)",
          "Ask for fewer keys, or for the names you need");
    }
  }
}
