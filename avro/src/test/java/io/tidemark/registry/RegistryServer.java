package io.tidemark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;

/**
 * A small registry server on a loopback port with Confluent's REST semantics, backed by an {@link
 * InMemorySchemaRegistry}. It records requests and can be told what to answer next.
 */
public final class RegistryServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One request as it arrived. */
  record Received(String method, String rawPath, Headers headers, String body) {}

  private record Answer(int status, String body) {}

  private final InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
  private final Map<String, String> fixed = new HashMap<>();
  private final Deque<Answer> next = new ArrayDeque<>();
  private final List<Received> received = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String scheme;
  private boolean silent;

  /** Starts a server on a free port. */
  public RegistryServer() throws IOException {
    this(HttpServer.create(), "http");
  }

  /** Starts a server that speaks TLS on a free port. */
  static RegistryServer secure(SSLContext context, boolean askClients) throws IOException {
    HttpsServer https = HttpsServer.create();
    https.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(askClients);
            parameters.setSSLParameters(wanted);
          }
        });
    return new RegistryServer(https, "https");
  }

  private RegistryServer(HttpServer server, String scheme) throws IOException {
    this.server = server;
    this.scheme = scheme;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The address to give to a client. */
  public String url() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /** Answers one coming request like this; several calls queue up. */
  synchronized void answerNext(int status, String body) {
    next.add(new Answer(status, body));
  }

  /** Answers a path like this from now on. */
  synchronized void answer(String path, String body) {
    fixed.put(path, body);
  }

  /** Accepts requests from now on and never answers them. */
  synchronized void fallSilent() {
    silent = true;
  }

  /** The GUID of a registered schema. */
  UUID guidOf(int id) {
    return schemas.guidOf(id);
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Answer answer = answer(exchange, body);
      byte[] bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer answer(HttpExchange exchange, String body) {
    Answer prepared = prepared(exchange, body);
    if (prepared != null) {
      return prepared;
    }
    try {
      return new Answer(200, dispatch(exchange, body).toString());
    } catch (RegistryException e) {
      ObjectNode error = JSON.createObjectNode();
      error.put("error_code", e.errorCode()).put("message", e.getMessage());
      return new Answer(e.httpStatus(), error.toString());
    }
  }

  private Answer prepared(HttpExchange exchange, String body) {
    Answer prepared;
    boolean wait;
    synchronized (this) {
      String path = exchange.getRequestURI().getRawPath();
      received.add(
          new Received(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
      prepared = next.poll();
      if (prepared == null && fixed.containsKey(path)) {
        prepared = new Answer(200, fixed.get(path));
      }
      wait = silent;
    }
    if (wait) {
      awaitClose();
    }
    return prepared;
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode dispatch(HttpExchange exchange, String body) {
    String[] parts = exchange.getRequestURI().getRawPath().split("/", -1);
    boolean byGuid = parts.length == 4 && parts[2].equals("guids");
    String route =
        exchange.getRequestMethod()
            + " "
            + parts[1]
            + " "
            + parts.length
            + (byGuid ? " guids" : "");
    return switch (route) {
      case "GET schemas 4" -> byId(Integer.parseInt(parts[3]));
      case "GET schemas 4 guids" -> text(schemas.schemaByGuid(UUID.fromString(parts[3])));
      case "GET subjects 5" -> version(schemas.latest(decode(parts[2])));
      case "POST subjects 4" -> id(schemas.register(decode(parts[2]), schema(body)));
      case "POST subjects 3" -> id(schemas.idOf(decode(parts[2]), schema(body)));
      case "POST compatibility 6" -> compatibility(decode(parts[3]), schema(body));
      case "PUT config 3" -> level(decode(parts[2]), body);
      default -> throw new RegistryRejectedException("HTTP 404 Not Found", 404, 404);
    };
  }

  private JsonNode byId(int id) {
    return text(schemas.schemaById(id));
  }

  private static JsonNode text(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString());
  }

  private JsonNode compatibility(String subject, Schema schema) {
    Compatibility compatibility = schemas.checkCompatibility(subject, schema);
    ObjectNode answer = JSON.createObjectNode().put("is_compatible", compatibility.compatible());
    compatibility.messages().forEach(answer.putArray("messages")::add);
    return answer;
  }

  private JsonNode level(String subject, String body) {
    ObjectNode level = (ObjectNode) json(body);
    schemas.setCompatibility(
        subject, CompatibilityLevel.valueOf(level.path("compatibility").asText()));
    return level;
  }

  private static JsonNode version(RegisteredSchema schema) {
    return JSON.createObjectNode()
        .put("subject", schema.subject())
        .put("version", schema.version())
        .put("id", schema.id())
        .put("schema", schema.schema().toString());
  }

  private static JsonNode id(int id) {
    return JSON.createObjectNode().put("id", id);
  }

  private static Schema schema(String body) {
    return new Schema.Parser().parse(json(body).path("schema").asText());
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decode(String segment) {
    // a plus is a plus in a path; the decoder is made for forms
    return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
  }
}
