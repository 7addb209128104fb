package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stack tests share, and why. */
class StackChoiceTest {
  private static final ContainerEngine ENGINE = new ContainerEngine(true, "one answers");
  private static final ContainerEngine NO_ENGINE = new ContainerEngine(false, "none answers");

  @Test
  void containersAreTakenWhereAnEngineAnswers() {
    assertThat(StackChoice.of("", ENGINE)).hasToString("containers, since one answers");
    assertThat(StackChoice.of("", NO_ENGINE))
        .hasToString("processes of this machine, since none answers");
  }

  @Test
  void wordDecides() {
    assertThat(StackChoice.of("local", ENGINE).containers()).isFalse();
    assertThat(StackChoice.of("containers", ENGINE).containers()).isTrue();
  }

  @Test
  void containersWithoutAnEngineAndUnknownWordsAreRefused() {
    assertThatThrownBy(() -> StackChoice.of("containers", NO_ENGINE))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("none answers");
    assertThatThrownBy(() -> StackChoice.of("podman", ENGINE))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("-Dstack=podman");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://no-such-host.invalid:2375",
        "npipe:////./pipe/docker_engine",
        "unix:///no/such/socket",
        "not an address",
        "tcp://127.0.0.1:1"
      })
  void addressThatCannotBeUsedIsNoEngine(String host) {
    ContainerEngine found = ContainerEngine.find(Map.of("DOCKER_HOST", host));

    assertThat(found.answers()).isFalse();
    assertThat(found.report()).contains(host);
  }
}
