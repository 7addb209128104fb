package io.tidemark.store.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a Feast client asks for.
 *
 * @param service a feature service, which is asked for instead of features
 * @param features {@code view:feature} each; none where a service is asked for
 * @param entities names to values in each row, join keys among them; equally long
 * @param rows how many rows
 * @param fullNames whether columns are called {@code view__feature}
 * @param versions whether the reply tells the versions of views
 */
record FeastRequest(
    Optional<String> service,
    List<String> features,
    Map<String, List<JsonNode>> entities,
    int rows,
    boolean fullNames,
    boolean versions) {
  private static final Set<String> MEMBERS =
      Set.of(
          "features",
          "feature_service",
          "entities",
          "full_feature_names",
          "include_feature_view_version_metadata",
          "request_context");

  static FeastRequest of(Request request) {
    JsonBody body = JsonBody.of(request, MEMBERS);
    refuse(body, "request_context", "there are no features computed on demand");
    Optional<String> service = service(body);
    List<String> features = service.isPresent() ? List.of() : body.texts("features");
    if (service.isEmpty() && features.isEmpty()) {
      throw JsonBody.bad(
          "Member features",
          null,
          "it names at least one feature, or feature_service a service",
          "Send \"view:feature\"");
    }
    Map<String, List<JsonNode>> entities = entities(body);
    int rows = entities.isEmpty() ? 0 : entities.values().iterator().next().size();
    return new FeastRequest(
        service,
        features,
        entities,
        rows,
        body.flag("full_feature_names"),
        body.flag("include_feature_view_version_metadata"));
  }

  /** As to Feast, an empty name is none. */
  private static Optional<String> service(JsonBody body) {
    JsonNode node = body.get("feature_service");
    if (!node.isMissingNode() && !node.isNull() && !node.isTextual()) {
      throw JsonBody.bad("Member feature_service", node.toString(), "it is a text", null);
    }
    return Optional.ofNullable(node.textValue()).filter(name -> !name.isEmpty());
  }

  private static void refuse(JsonBody body, String member, String rule) {
    JsonNode node = body.get(member);
    boolean empty =
        node.isMissingNode() || node.isNull() || (node.isContainerNode() && node.isEmpty());
    if (!empty) {
      throw JsonBody.bad("Member " + member, node.toString(), rule, null);
    }
  }

  private static Map<String, List<JsonNode>> entities(JsonBody body) {
    JsonNode node = body.get("entities");
    if (!node.isObject()) {
      throw JsonBody.bad(
          "Member entities",
          node.isMissingNode() ? "(none)" : node.toString(),
          "it is an object of join keys with a list of values each",
          null);
    }
    Map<String, List<JsonNode>> entities = new LinkedHashMap<>();
    node.fields().forEachRemaining(e -> entities.put(e.getKey(), values(e.getKey(), e.getValue())));
    if (entities.values().stream().map(List::size).distinct().count() > 1) {
      throw JsonBody.bad("Member entities", sizes(entities), "its lists are equally long", null);
    }
    return entities;
  }

  private static List<JsonNode> values(String name, JsonNode node) {
    // a value may be wrapped in {"val": [...]}, as the protobuf's JSON has it
    JsonNode list = node.isObject() && node.size() == 1 && node.has("val") ? node.get("val") : node;
    if (!list.isArray()) {
      throw JsonBody.bad("Join key " + name, node.toString(), "it has a list of values", null);
    }
    List<JsonNode> values = new ArrayList<>(list.size());
    list.forEach(values::add);
    return values;
  }

  private static String sizes(Map<String, List<JsonNode>> entities) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    entities.forEach((name, values) -> sizes.put(name, values.size()));
    return sizes.toString();
  }
}
