package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.yaml.DefinitionsReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shape of the graph. Names of stores and repartition topics are where the state of a running
 * deployment is, and the order of sub-topologies is in the names of its folders: a change here
 * means that an upgrade restores everything, or finds nothing.
 */
class TopologyGoldenTest {
  @TempDir Path state;

  @Test
  void builtInDefinitionsMakeThisGraph() throws Exception {
    try (DrivenTopology topology = new DrivenTopology(DefinitionsReader.builtIn(), state)) {
      String description = topology.topology().describe().toString();
      assertThat(description).isEqualTo(golden());
    }
  }

  @Test
  void everyNameIsExplicit() throws Exception {
    try (DrivenTopology topology = new DrivenTopology(Samples.DEFINITIONS, state)) {
      assertThat(topology.topology().describe().toString())
          .doesNotContain("KSTREAM-")
          .doesNotContain("STATE-STORE-")
          .doesNotContainPattern("\\d{10}");
    }
  }

  private static String golden() throws Exception {
    try (InputStream file =
        TopologyGoldenTest.class.getResourceAsStream("/topology/built-in.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
