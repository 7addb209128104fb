package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract against a real server that speaks Confluent's API. */
@Timeout(120)
class ApicurioRegistryIT extends SchemaRegistryContract {

  static final Path HOME = Path.of("target", "apicurio");

  private static final ApicurioServer SERVER = new ApicurioServer(HOME, 0);
  private static URI base;
  private static SchemaRegistry registry;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    base = SERVER.start(Duration.ofSeconds(90));
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", base.toString()));
  }

  @AfterAll
  static void stop() {
    registry.close();
    SERVER.close();
  }

  @Override
  protected SchemaRegistry registry() {
    return registry;
  }

  @Override
  protected void requireBackwardCompatibility(String subject) {
    try {
      ApicurioServer.setCompatibility(base, subject, CompatibilityLevel.BACKWARD);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Apicurio 3.0.9 says that a schema is incompatible, not why. */
  @Override
  protected boolean explainsIncompatibility() {
    return false;
  }

  @Test
  void checksNothingUntilToldTo() {
    registry.register(subject("lenient"), v1());

    assertThat(registry.register(subject("lenient"), incompatible())).isPositive();
  }

  @Test
  void subjectMayHoldASlash() {
    int id = registry.register(subject("a/b"), v1());

    assertThat(registry.latest(subject("a/b")).id()).isEqualTo(id);
  }
}
