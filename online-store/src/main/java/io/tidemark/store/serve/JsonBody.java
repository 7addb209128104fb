package io.tidemark.store.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The body of a request: a JSON object with members that are known. */
final class JsonBody {
  private static final String RULE = "it is a JSON object in UTF-8";
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build()
          .reader();

  private final JsonNode root;

  private JsonBody(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads a body.
   *
   * @throws RequestException 400 when it is no JSON object, or has a member that is not known
   */
  static JsonBody of(Request request, Set<String> members) {
    JsonNode root = parse(request.body());
    if (!root.isObject()) {
      throw bad("The body", shown(root), "it is a JSON object", "Send " + members);
    }
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                throw bad(
                    "Unknown member of the body",
                    name,
                    "it is one of " + String.join(", ", members),
                    null);
              }
            });
    return new JsonBody(root);
  }

  private static JsonNode parse(byte[] body) {
    try {
      return READER.readTree(body);
    } catch (StreamConstraintsException e) {
      throw bad("The body is nested too deeply, or has too long a number", null, RULE, null);
    } catch (MismatchedInputException e) {
      throw bad("The body has a member twice", null, RULE, null);
    } catch (JsonProcessingException e) {
      throw bad("The body is not JSON", e.getOriginalMessage(), RULE, null);
    } catch (IOException e) {
      throw bad("The body is not JSON", e.getMessage(), RULE, null);
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "(empty)" : node.toString();
  }

  /** A member; missing when it is not there. */
  JsonNode get(String name) {
    return root.path(name);
  }

  /** The elements of a list that has to be there. */
  List<JsonNode> list(String name) {
    JsonNode node = root.path(name);
    if (!node.isArray()) {
      throw bad("Member " + name, shown(node), "it is a list", null);
    }
    List<JsonNode> elements = new ArrayList<>(node.size());
    node.forEach(elements::add);
    return elements;
  }

  /** The texts of a list; none when it is not there. */
  List<String> texts(String name) {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(name)) {
      if (!element.isTextual()) {
        throw bad("An element of " + name, shown(element), "it is a text", null);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** A flag; false when it is not there or null. */
  boolean flag(String name) {
    JsonNode node = root.path(name);
    if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
      throw bad("Member " + name, shown(node), "it is true or false", null);
    }
    return node.booleanValue();
  }

  static RequestException bad(String what, String value, String rule, String hint) {
    return RequestException.of(400, new Problem("bad_request", what, value, rule, hint));
  }
}
