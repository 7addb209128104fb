package io.tidemark.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of a URL after the question mark. */
final class QueryString {

  private QueryString() {}

  static Map<String, List<String>> parse(String raw) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return parameters;
    }
    for (String part : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = PercentText.ofQuery(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : PercentText.ofQuery(part.substring(equals + 1));
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return parameters;
  }
}
