package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Half heads, slow bodies and slow readers together, from the address of everybody else. */
class HttpAbuseTest {
  private static final int ROUNDS = 40;
  private static final int MOST_OF_AN_ADDRESS = 200;
  private static final int ATTACKERS = 500;
  private static final byte[] LONG = new byte[4 << 20];
  private static final List<String> BEGINNINGS =
      List.of(
          "GET /health/live HTTP/1.1\r\nHost: te",
          "POST /route HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000\r\n\r\n",
          "POST /route HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
          "GET /long HTTP/1.1\r\nHost: t\r\n\r\n",
          "");

  private final Set<Refusal> refused = ConcurrentHashMap.newKeySet();
  private final Deque<Socket> attackers = new ArrayDeque<>();
  private int begun;
  private HttpService server;

  @BeforeEach
  void start() {
    ConnectionLimits limits = ConnectionLimits.DEFAULT.atMost(2_048, MOST_OF_AN_ADDRESS);
    HttpSettings settings =
        HttpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .with(new HttpEdge(limits, OptionalInt.empty(), Optional.empty()));
    server = new HttpService(settings, () -> "", List.of(), new Hearing());
    server.route("POST", "/route", r -> Response.text(200, "text/plain", r.text()));
    server.route("GET", "/long", r -> new Response(200, "text/plain", Map.of(), LONG));
    server.start();
  }

  private final class Hearing implements RequestListener {
    @Override
    public void answered(String route, int status, long nanos) {}

    @Override
    public void refused(Refusal refusal) {
      refused.add(refusal);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket attacker : attackers) {
      attacker.close();
    }
    server.close();
  }

  private void attack() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(server.address());
    attackers.add(socket);
    send(socket, BEGINNINGS.get(begun++ % BEGINNINGS.size()));
  }

  /** One byte more of what each sends; who was cut off comes again. */
  private void goOn() throws IOException {
    for (int i = attackers.size(); i > 0; i--) {
      Socket socket = attackers.remove();
      if (send(socket, "a")) {
        attackers.add(socket);
      } else {
        socket.close();
        attack();
      }
    }
  }

  private static boolean send(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false; // cut off
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(server.address());
  }

  @Test
  void healthAndRoutesAreAnsweredAllTheSame() throws Exception {
    try (RawClient kept = client()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = attackers.size(); i < (round + 1) * ATTACKERS / ROUNDS; i++) {
          attack();
        }
        goOn();
        try (RawClient probe = client()) {
          assertThat(probe.get("/health/live").answer().status())
              .as("round %s", round)
              .isEqualTo(200);
        }
        kept.send("POST /route HTTP/1.1\nHost: t\nContent-Length: 5\n\nhello");
        assertThat(kept.answer().body()).as("round %s", round).isEqualTo("hello");
      }
    }
    assertThat(refused).containsAll(EnumSet.of(Refusal.ADDRESS_BOUND));
    // one that had its request complete when it was to make way stays for that request
    assertThat(server.connections()).isLessThan(MOST_OF_AN_ADDRESS * 5 / 4);
  }
}
