package io.tidemark.store.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import io.tidemark.store.EntityKey;
import java.util.Optional;
import java.util.Set;

/**
 * Erasure over HTTP: a request is taken, and what became of it asked for by its id.
 *
 * @param eraser takes requests; empty in a process that cannot
 */
record EraseApi(Optional<Eraser> eraser) {
  private static final String PATH = "/v1/erasures/";
  private static final Set<String> PARAMETERS = Set.of("by", "note");

  Response begin(EntityKey key, Request request) {
    request.query().keySet().stream()
        .filter(name -> !PARAMETERS.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw JsonBody.bad("Unknown query parameter", name, "it is by or note", null);
            });
    String id = port(key.key()).ask(key, text(request, "by"), text(request, "note"));
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("erasure_id", id).put("entity", key.entity()).put("key", key.key());
    reply.put("state", "waiting");
    return Response.json(202, reply).withHeader("Location", PATH + id);
  }

  private static Optional<String> text(Request request, String name) {
    return request.queryParameter(name).filter(value -> !value.isBlank());
  }

  Response answers(Request request) {
    String id = request.pathParameter("id");
    return Response.text(200, "application/json", port(id).answers(id));
  }

  private Eraser port(String value) {
    return eraser.orElseThrow(
        () ->
            RequestException.of(
                501,
                new Problem(
                    "no_erasure",
                    "This process cannot erase",
                    value,
                    "an erasure has to reach every state store, not Redis alone",
                    "Ask a process of `tidemark run`, or use `tidemark erase`")));
  }
}
