package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever asks for a head gets no body, which would be taken for the next answer. */
class HttpHeadTest {
  private HttpService server;

  @BeforeEach
  void start() {
    HttpSettings settings =
        HttpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server = new HttpService(settings, () -> "x 1\n", List.of(), RequestListener.NONE);
    server.route("POST", "/echo", r -> Response.text(200, "text/plain", r.text()));
    server.route("GET", "/path/{name}", r -> Response.text(200, "text/plain", r.path()));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD /nothing HTTP/1.1\nHost: t\nConnection: close\n\n",
        "HEAD /path/%ff HTTP/1.1\nHost: t\nConnection: close\n\n",
        "HEAD /echo HTTP/1.1\nHost: t\nConnection: close\n\n",
        "HEAD /metrics HTTP/2.0\nConnection: close\n\n",
        "HEAD /metrics HTTP/one\n\n",
        "\nHEAD /metrics\n\n",
        "HEAD /path/x HTTP/1.1\nno colon here\n\n",
        "HEAD /path/x HTTP/1.1\nHost: t\nTransfer-Encoding: gzip\n\n"
      })
  void answerToHeadHasNoBodyWhateverIsWrong(String request) throws Exception {
    assertThat(headAlone(request)).matches("HTTP/1.1 (400|404|405|501|505) [^\n]+");
  }

  @Test
  void answerToHeadThatIsTooLongHasNoBody() throws Exception {
    String line = "HEAD /" + "a".repeat(9_000) + " HTTP/1.1\nHost: t\n\n";
    assertThat(headAlone(line)).contains(" 414 ");
    assertThat(headAlone("GET /path/x HTTP/1.1\nHost: t\n\n", line)).contains(" 414 ");
    String large = "X-Header: " + "1".repeat(20_000);
    assertThat(headAlone("HEAD /path/x HTTP/1.1\n" + large + "\n\n")).contains(" 431 ");
  }

  /** The status line of the last answer, when nothing followed its head. */
  private String headAlone(String... requests) throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      for (int i = 0; i < requests.length - 1; i++) {
        client.send(requests[i]).answer();
      }
      String answer = client.send(requests[requests.length - 1]).rest();
      assertThat(answer.split("\r\n\r\n", 2)).as(answer).hasSize(2).endsWith("");
      return answer.lines().findFirst().orElseThrow();
    }
  }
}
