package io.tidemark.local;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * One broker that is a controller as well, on two ports of 127.0.0.1.
 *
 * @param folder holds its settings file and its data
 */
record BrokerSettings(int nodeId, int port, int controllerPort, Path folder) {

  /** {@code 127.0.0.1:port}. */
  String address() {
    return Loopback.HOST + ":" + port;
  }

  /** The broker as one of {@code controller.quorum.voters}. */
  String voter() {
    return nodeId + "@" + controller();
  }

  /**
   * Writes the settings file and returns it.
   *
   * @param voters every controller of the cluster, comma-separated
   * @param more settings, under Kafka's names
   */
  Path write(String voters, Map<String, String> more) {
    Path file = folder.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      properties(voters, more).store(writer, null);
      return file;
    } catch (IOException e) {
      throw new StackException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Properties properties(String voters, Map<String, String> more) {
    Properties properties = new Properties();
    String listener = "PLAINTEXT://" + address();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(nodeId));
    properties.put("controller.quorum.voters", voters);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listeners", listener + ",CONTROLLER://" + controller());
    properties.put("advertised.listeners", listener);
    properties.put("log.dirs", folder.resolve("data").toString());
    properties.putAll(more);
    return properties;
  }

  private String controller() {
    return Loopback.HOST + ":" + controllerPort;
  }
}
