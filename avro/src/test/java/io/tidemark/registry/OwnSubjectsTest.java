package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that answers as a test says; what is so on every registry is in the contract. */
class OwnSubjectsTest {
  private static final String NO_SUBJECT = "{\"error_code\": 40401, \"message\": \"none\"}";

  private RegistryServer server;
  private HttpSchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new RegistryServer();
    registry =
        new HttpSchemaRegistry(Map.of("schema.registry.url", server.url(), "max.retries", "0"));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  private void require() {
    OwnSubjects.require(registry, "s", CompatibilityLevel.FULL_TRANSITIVE);
  }

  private List<String> asked() {
    return server.received().stream().map(one -> one.method() + " " + one.rawPath()).toList();
  }

  @Test
  void levelIsPutWhereTheSubjectIsNew() {
    require();

    assertThat(asked()).containsExactly("GET /subjects/s/versions/latest", "PUT /config/s");
  }

  @Test
  void registryThatForbidsOrKnowsNoLevelStopsNothing() {
    for (int status : List.of(403, 404, 405, 422)) {
      server.answerNext(404, NO_SUBJECT);
      server.answerNext(status, "{\"error_code\": " + status + ", \"message\": \"no\"}");
      require();
    }

    server.answerNext(403, "{\"error_code\": 403, \"message\": \"no\"}");
    require();

    assertThat(asked()).hasSize(9).contains("PUT /config/s");
  }

  @Test
  void outageIsNotTakenForAnAnswer() {
    server.answerNext(503, "");
    assertThatThrownBy(this::require).isInstanceOf(RegistryUnavailableException.class);
    server.answerNext(404, NO_SUBJECT);
    server.answerNext(500, "");
    assertThatThrownBy(this::require).isInstanceOf(RegistryUnavailableException.class);
  }
}
