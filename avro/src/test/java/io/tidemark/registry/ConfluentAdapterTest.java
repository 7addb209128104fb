package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.registry.SchemaNotFoundException.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Confluent's own client, in a folder of jars, under the contract that ours is under. */
@Timeout(60)
class ConfluentAdapterTest extends SchemaRegistryContract {

  static final Path JARS = Path.of("target", "registry-peer");

  private RegistryServer server;
  private SchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new RegistryServer();
    registry = connect(server.url(), Map.of());
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  @Override
  protected SchemaRegistry registry() {
    return registry;
  }

  /** The client that is tested is from before Confluent's 8.0. */
  @Override
  protected Optional<UUID> guidOf(int id) {
    return Optional.empty();
  }

  @Test
  void clientIsTheOneInTheFolderAndAvroIsOurs() throws ReflectiveOperationException {
    ClassLoader theirs = registry.getClass().getClassLoader();

    assertThat(theirs).isNotEqualTo(getClass().getClassLoader());
    assertThat(theirs.loadClass(Schema.class.getName())).isEqualTo(Schema.class);
    assertThat(
            theirs
                .loadClass("io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient")
                .getClassLoader())
        .isEqualTo(theirs);
  }

  @Test
  void schemaOfAnotherTypeIsAnAnswer() {
    for (String type : new String[] {"JSON", "PROTOBUF"}) {
      server.answer(
          "/schemas/ids/7", "{\"schema\": \"{}\", \"schemaType\": \"%s\"}".formatted(type));

      assertThatThrownBy(() -> registry.schemaById(7))
          .asInstanceOf(type(SchemaNotFoundException.class))
          .returns(Why.OTHER_TYPE, SchemaNotFoundException::why)
          .satisfies(e -> assertThat(e).hasMessageContaining(type).hasMessageContaining("id 7"));
    }
  }

  @Test
  void unreadableSchemaIsNotFound() {
    server.answer("/schemas/ids/7", "{\"schema\": \"{}\"}");

    assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(SchemaNotFoundException.class);
  }

  @Test
  void outageIsUnavailableAndRefusalIsRejected() {
    server.answerNext(503, "");
    assertThatThrownBy(() -> registry.schemaById(7))
        .isInstanceOf(RegistryUnavailableException.class);

    server.answerNext(403, "{\"error_code\": 40301, \"message\": \"no\"}");
    assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(RegistryRejectedException.class);
  }

  @Test
  void deadFirstAddressFailsOver() throws IOException {
    String dead;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = "http://localhost:" + socket.getLocalPort();
    }

    assertThat(connect(dead + "," + server.url(), Map.of()).register("s", v1())).isPositive();
  }

  @Test
  void credentialsAndHeadersArriveUnderConfluentsNames() {
    Map<String, String> settings =
        Map.of(
            "basic.auth.credentials.source", "USER_INFO",
            "basic.auth.user.info", "me:secret",
            "request.header.X-Tenant", "shop");

    connect(server.url(), settings).register("s", v1());

    assertThat(server.received().get(0).headers().getFirst("Authorization"))
        .isEqualTo("Basic bWU6c2VjcmV0");
    assertThat(server.received().get(0).headers().getFirst("X-Tenant")).isEqualTo("shop");
  }

  @Test
  void missingJarsAreOneErrorThatNamesTheFolder(@TempDir Path empty) {
    Map<String, String> settings =
        Map.of(
            "schema.registry.url", server.url(),
            "schema.registry.client", "confluent",
            "schema.registry.client.lib", empty.toString());

    assertThatThrownBy(() -> SchemaRegistries.connect(settings))
        .isInstanceOf(RegistrySettingsException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("kafka-schema-registry-client");
  }

  @Test
  void folderIsBesideOurJarUnlessItIsSet() {
    assertThat(ConfluentJars.besideOurs()).hasFileName("lib").isAbsolute();
  }

  @Test
  void closedClientRefusesCalls() {
    registry.close();

    assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void otherClientsAreASettingsProblem() {
    Map<String, String> settings =
        Map.of("schema.registry.url", server.url(), "schema.registry.client", "confluence");

    assertThatThrownBy(() -> SchemaRegistries.connect(settings))
        .isInstanceOf(RegistrySettingsException.class)
        .hasMessageContaining("confluence");
  }

  private static SchemaRegistry connect(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("schema.registry.url", url);
    all.put("schema.registry.client", "confluent");
    all.put("schema.registry.client.lib", JARS.toString());
    return SchemaRegistries.connect(all);
  }
}
