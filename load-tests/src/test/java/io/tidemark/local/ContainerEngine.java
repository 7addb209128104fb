package io.tidemark.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody speaks Docker's API where Testcontainers would look for it. Without an engine
 * that is known in milliseconds; Testcontainers' own search takes seconds.
 *
 * @param report a clause that says who answers, or who does not
 */
record ContainerEngine(boolean answers, String report) {
  private static final int DEFAULT_PORT = 2375;
  private static final long LIMIT_SECONDS = 2;

  /** Nobody is asked. */
  static ContainerEngine none() {
    return new ContainerEngine(false, "none was looked for");
  }

  /** Asks at {@code DOCKER_HOST}, or where that is not set at the usual sockets. */
  static ContainerEngine find(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    List<String> places = host.isEmpty() ? usualSockets(environment) : List.of(host);
    return places.stream()
        .filter(ContainerEngine::answersAt)
        .findFirst()
        .map(place -> new ContainerEngine(true, "a container engine answers at " + place))
        .orElseGet(
            () -> new ContainerEngine(false, "no container engine answers at " + list(places)));
  }

  private static List<String> usualSockets(Map<String, String> environment) {
    String ofUser = environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user/0");
    String home = environment.getOrDefault("HOME", "/root");
    return List.of(
        "unix:///var/run/docker.sock",
        "unix://" + ofUser + "/docker.sock",
        "unix://" + home + "/.docker/run/docker.sock");
  }

  private static String list(List<String> places) {
    return String.join(" or ", places);
  }

  private static boolean answersAt(String place) {
    return CompletableFuture.supplyAsync(() -> ping(address(place)))
        .exceptionally(unusable -> false)
        .completeOnTimeout(false, LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static SocketAddress address(String place) {
    URI uri = URI.create(place);
    return "unix".equals(uri.getScheme())
        ? UnixDomainSocketAddress.of(uri.getPath())
        : new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }

  /** Any answer in HTTP will do: one over TLS refuses this request, and is there. */
  private static boolean ping(SocketAddress address) {
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap("GET /_ping HTTP/1.0\r\n\r\n".getBytes(US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate("HTTP".length());
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // the next bytes
      }
      return new String(answer.array(), US_ASCII).equals("HTTP");
    } catch (IOException e) {
      return false;
    }
  }
}
