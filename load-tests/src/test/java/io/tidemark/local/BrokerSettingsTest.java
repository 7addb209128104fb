package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSettingsTest {

  @Test
  void everyBrokerKnowsAllControllersAndListensForItself(@TempDir Path folder) throws Exception {
    BrokerSettings one = new BrokerSettings(1, 9001, 9002, folder);
    BrokerSettings two = new BrokerSettings(2, 9003, 9004, folder);
    Properties written = new Properties();
    String voters = one.voter() + "," + two.voter();
    try (Reader reader =
        Files.newBufferedReader(two.write(voters, Map.of("min.insync.replicas", "2")))) {
      written.load(reader);
    }
    assertThat(two.address()).isEqualTo("127.0.0.1:9003");
    assertThat(written)
        .contains(
            entry("node.id", "2"),
            entry("controller.quorum.voters", "1@127.0.0.1:9002,2@127.0.0.1:9004"),
            entry("listeners", "PLAINTEXT://127.0.0.1:9003,CONTROLLER://127.0.0.1:9004"),
            entry("advertised.listeners", "PLAINTEXT://127.0.0.1:9003"),
            entry("min.insync.replicas", "2"));
  }
}
