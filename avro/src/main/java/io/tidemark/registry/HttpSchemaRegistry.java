package io.tidemark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * A registry server that speaks Confluent's REST API: Confluent Schema Registry, Apicurio Registry,
 * Karapace, Redpanda. Every call is a request, or several where one fails; see {@link
 * SchemaRegistries} for one that remembers. Thread-safe.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  private static final Set<Integer> NO_SUCH_PATH = Set.of(404, 405);

  private final RestTransport transport;

  /**
   * Creates a client; nothing is sent yet.
   *
   * @param settings Confluent's settings, see {@link RegistrySettings}
   * @throws RegistrySettingsException with everything that is wrong with the settings
   */
  public HttpSchemaRegistry(Map<String, String> settings) {
    this(RegistrySettings.parse(settings), Pacing.SYSTEM);
  }

  HttpSchemaRegistry(RegistrySettings settings, Pacing pacing) {
    this.transport = new RestTransport(settings, pacing);
  }

  @Override
  public int register(String subject, Schema schema) {
    return integer(transport.post(subjectPath(subject) + "/versions", body(schema)), "id");
  }

  @Override
  public Schema schemaById(int id) {
    return schema(transport.get("/schemas/ids/" + id), new SchemaKey.Id(id).toString());
  }

  @Override
  public Schema schemaByGuid(UUID guid) {
    SchemaKey.Guid key = new SchemaKey.Guid(guid);
    try {
      return schema(transport.get("/schemas/guids/" + guid), key.toString());
    } catch (RegistryRejectedException e) {
      if (NO_SUCH_PATH.contains(e.httpStatus()) && answersAsRegistry()) {
        throw SchemaNotFoundException.noGuids(key, e);
      }
      throw e;
    }
  }

  /** A proxy without its registry has no such path either, and that is an outage. */
  private boolean answersAsRegistry() {
    try {
      transport.get("/schemas/ids/" + Integer.MAX_VALUE);
      return true;
    } catch (SchemaNotFoundException e) {
      return true;
    } catch (RegistryRejectedException e) {
      return false;
    }
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return version(subject, "latest");
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    return version(subject, String.valueOf(version));
  }

  private RegisteredSchema version(String subject, String version) {
    JsonNode answer = transport.get(subjectPath(subject) + "/versions/" + version);
    return new RegisteredSchema(
        subject,
        integer(answer, "version"),
        integer(answer, "id"),
        schema(answer, "subject " + subject));
  }

  @Override
  public Compatibility checkCompatibility(String subject, Schema schema) {
    try {
      return compatibility(
          transport.post(
              "/compatibility" + subjectPath(subject) + "/versions/latest?verbose=true",
              body(schema)));
    } catch (SchemaNotFoundException e) {
      // nothing is registered, so there is nothing to be incompatible with
      return new Compatibility(true, List.of());
    }
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    transport.put(
        "/config/" + segment(subject),
        JsonNodeFactory.instance.objectNode().put("compatibility", level.name()));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return integer(transport.post(subjectPath(subject), body(schema)), "id");
  }

  @Override
  public void close() {
    transport.close();
  }

  private Schema schema(JsonNode answer, String what) {
    require(answer, "schema", answer.path("schema").isTextual());
    return new SchemaReferences(this::referenced).resolve(answer, what);
  }

  private JsonNode referenced(JsonNode reference) {
    return transport.get(
        subjectPath(reference.path("subject").asText())
            + "/versions/"
            + reference.path("version").asInt());
  }

  private static Compatibility compatibility(JsonNode answer) {
    List<String> messages = new ArrayList<>();
    answer.path("messages").forEach(message -> messages.add(message.asText()));
    String verdict = "is_compatible";
    return new Compatibility(
        require(answer, verdict, answer.path(verdict).isBoolean()).asBoolean(), messages);
  }

  private static ObjectNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static int integer(JsonNode answer, String name) {
    return require(answer, name, answer.path(name).isInt()).asInt();
  }

  /** An answer of another shape is not a registry's: something else answers in its place. */
  private static JsonNode require(JsonNode answer, String name, boolean holds) {
    if (!holds) {
      throw new RegistryUnavailableException(
          "The schema registry's answer has no proper '%s': %.500s. Check the address."
              .formatted(name, answer),
          0,
          200,
          null);
    }
    return answer.path(name);
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + segment(subject);
  }

  private static String segment(String subject) {
    return URLEncoder.encode(subject, UTF_8).replace("+", "%20");
  }
}
