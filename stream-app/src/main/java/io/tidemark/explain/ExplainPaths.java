package io.tidemark.explain;

import io.tidemark.store.EntityKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where an instance is asked. */
final class ExplainPaths {
  private ExplainPaths() {}

  static String of(EntityKey key) {
    List<String> parts = EntityKey.split(key.key());
    // the escapes of a key of one field are ours: the route takes it as it is
    String text = parts.size() == 1 ? parts.get(0) : key.key();
    return "/v1/explain/" + encoded(key.entity()) + "/" + encoded(text);
  }

  static String ofLabel(String model, String requestId) {
    return "/v1/labels/" + encoded(model) + "/" + encoded(requestId);
  }

  static String ofLabels(String model) {
    return "/v1/labels/" + encoded(model);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
