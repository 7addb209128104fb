package io.tidemark.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/**
 * Whether anybody listens where Kafka is said to be. Asked before a client is made: a client says
 * once a second that nobody does, and takes a minute to give up.
 */
final class KafkaReach {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private KafkaReach() {}

  /**
   * Returns when one address takes a connection.
   *
   * @param servers {@code host:port}, several with commas
   * @throws KafkaUnavailableException when none does; it says why of each
   */
  static void require(String servers) {
    List<String> problems = new ArrayList<>();
    for (String server : servers.split(",")) {
      String problem = problem(server.strip());
      if (problem == null) {
        return;
      }
      problems.add(problem);
    }
    throw new KafkaUnavailableException(
        String.join("; ", problems) + ". Start Kafka there, or correct kafka.bootstrap.servers",
        null);
  }

  private static String problem(String server) {
    String host = Utils.getHost(server);
    Integer port = Utils.getPort(server);
    if (host == null || port == null) {
      return "'" + server + "' is not host:port";
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
      return null;
    } catch (UnknownHostException e) {
      return "no host is called " + host;
    } catch (IOException | IllegalArgumentException e) {
      return server + " takes no connection (" + e.getMessage() + ")";
    }
  }
}
