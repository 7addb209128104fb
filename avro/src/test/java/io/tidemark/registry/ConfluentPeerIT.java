package io.tidemark.registry;

import static io.tidemark.registry.SchemaRegistryContract.incompatible;
import static io.tidemark.registry.SchemaRegistryContract.v1;
import static io.tidemark.registry.SchemaRegistryContract.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.UserEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Confluent's own client and ours, on one server, agree on every id, schema and error code. */
@Timeout(120)
class ConfluentPeerIT {

  private static final ApicurioServer SERVER = new ApicurioServer(ApicurioRegistryIT.HOME, 0);
  private static URI base;
  private static HttpSchemaRegistry ours;
  private static ConfluentClient theirs;

  @BeforeAll
  static void start() throws Exception {
    base = SERVER.start(Duration.ofSeconds(90));
    ours = new HttpSchemaRegistry(Map.of("schema.registry.url", base.toString()));
    theirs = new ConfluentClient(Path.of("target", "registry-peer", "confluent-client.jar"), base);
  }

  @AfterAll
  static void stop() throws Exception {
    theirs.close();
    ours.close();
    SERVER.close();
  }

  @Test
  void theirClassesAreNotOnTheClassPath() {
    assertThat(theirs.clientClass().getClassLoader()).isNotEqualTo(getClass().getClassLoader());
    assertThatThrownBy(() -> Class.forName(theirs.clientClass().getName()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void whatOursRegistersTheirsFinds() {
    for (Schema schema : schemas()) {
      String subject = "ours-" + schema.getName();
      int id = ours.register(subject, schema);

      assertThat(theirs.register(subject, schema.toString())).isEqualTo(id);
      assertThat(theirs.registerCached(subject, schema.toString())).isEqualTo(id);
      assertThat(theirs.idOf(subject, schema.toString())).isEqualTo(id);
      assertThat(theirs.idOfCached(subject, schema.toString())).isEqualTo(id);
      assertThat(parse(theirs.schemaById(id))).isEqualTo(schema);
      assertThat(parse(theirs.schemaByIdCached(id))).isEqualTo(schema);
    }
  }

  @Test
  void whatTheirsRegistersOursFinds() {
    for (Schema schema : schemas()) {
      String subject = "theirs-" + schema.getName();
      int id = theirs.registerCached(subject, schema.toString());

      assertThat(ours.register(subject, schema)).isEqualTo(id);
      assertThat(ours.idOf(subject, schema)).isEqualTo(id);
      assertThat(ours.schemaById(id)).isEqualTo(schema);
    }
  }

  /** What a serializer with {@code auto.register.schemas=false} does with a schema from a file. */
  @Test
  void lookUpFindsASchemaWhateverItsText() throws IOException {
    Schema schema = UserEvent.getClassSchema();
    String file = new ObjectMapper().readTree(schema.toString()).toPrettyString();
    int id = theirs.register("by-file", file);

    assertThat(theirs.idOf("by-file", schema.toString())).isEqualTo(id);
    assertThat(theirs.idOfCached("by-file", schema.toString())).isEqualTo(id);
    assertThat(ours.idOf("by-file", schema)).isEqualTo(id);
  }

  /** A field's default and its logical type are part of what a schema is. */
  @Test
  void lookUpTellsSchemasThatReadDifferentlyApart() {
    String schema =
        """
        {"type": "record", "name": "Priced", "fields": [
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "price", "type": "double", "default": 1.5}]}\
        """;
    theirs.register("priced", schema);

    for (String other :
        List.of(schema.replace("1.5", "2.5"), schema.replace("-millis", "-micros"))) {
      Schema parsed = parse(other);
      assertSameError(() -> ours.idOf("priced", parsed), () -> theirs.idOf("priced", other), 40403);
    }
  }

  @Test
  void latestIsTheSame() {
    ours.register("latest", v1());
    theirs.register("latest", v2().toString());
    RegisteredSchema latest = ours.latest("latest");
    Object[] expected = {latest.version(), latest.id(), latest.schema()};

    assertThat(latest.version()).isEqualTo(2);
    assertThat(parsed(theirs.latest("latest"))).containsExactly(expected);
    assertThat(parsed(theirs.latestCached("latest"))).containsExactly(expected);
  }

  @Test
  void unknownIdIsTheSameError() {
    assertSameError(() -> ours.schemaById(999_999), () -> theirs.schemaById(999_999), 40403);
    assertSameError(() -> ours.schemaById(999_999), () -> theirs.schemaByIdCached(999_999), 40403);
  }

  @Test
  void unknownSubjectIsTheSameError() {
    String schema = v1().toString();

    assertSameError(() -> ours.latest("none"), () -> theirs.latest("none"), 40401);
    assertSameError(() -> ours.latest("none"), () -> theirs.latestCached("none"), 40401);
    assertSameError(() -> ours.idOf("none", v1()), () -> theirs.idOf("none", schema), 40401);
    assertSameError(() -> ours.idOf("none", v1()), () -> theirs.idOfCached("none", schema), 40401);
  }

  @Test
  void unknownSchemaIsTheSameError() {
    ours.register("known", v1());
    String schema = v2().toString();

    assertSameError(() -> ours.idOf("known", v2()), () -> theirs.idOf("known", schema), 40403);
    assertSameError(
        () -> ours.idOf("known", v2()), () -> theirs.idOfCached("known", schema), 40403);
  }

  @Test
  void incompatibleSchemaIsTheSameError() throws Exception {
    ApicurioServer.setCompatibility(base, "strict", CompatibilityLevel.BACKWARD);
    ours.register("strict", v1());
    String schema = incompatible().toString();

    assertSameError(
        () -> ours.register("strict", incompatible()),
        () -> theirs.register("strict", schema),
        409);
    assertSameError(
        () -> ours.register("strict", incompatible()),
        () -> theirs.registerCached("strict", schema),
        409);
  }

  private static void assertSameError(
      ThrowingCallable ourCall, ThrowingCallable theirCall, int errorCode) {
    RegistryException our = catchThrowableOfType(RegistryException.class, ourCall);
    ConfluentClient.Refusal their = catchThrowableOfType(ConfluentClient.Refusal.class, theirCall);

    assertThat(our.errorCode()).isEqualTo(errorCode).isEqualTo(their.errorCode());
    assertThat(our.httpStatus()).isEqualTo(their.status());
  }

  private static List<Schema> schemas() {
    return List.of(v1(), UserEvent.getClassSchema(), LabelledExample.getClassSchema());
  }

  private static Object[] parsed(Object[] latest) {
    return new Object[] {latest[0], latest[1], parse((String) latest[2])};
  }

  private static Schema parse(String schema) {
    return new Schema.Parser().parse(schema);
  }
}
