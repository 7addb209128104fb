package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page is the same for everyone, and tells browsers to run nothing else. */
class PageFilesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpService server;

  @BeforeEach
  void start() {
    AccessTokens tokens = AccessTokens.of(Map.of(Scope.OPS, List.of("0123456789abcdef01234567")));
    HttpSettings open = HttpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    HttpSettings settings =
        new HttpSettings(
            open.address(), 2, 1_000, tokens, Duration.ZERO, Duration.ofSeconds(1), open.edge());
    server = new HttpService(settings, () -> "x 1\n", List.of(), RequestListener.NONE);
    new PageFiles(PageFilesTest.class, "/page/index.html")
        .with("page.js", "/page/page.js")
        .with("page.css", "/page/page.css")
        .mount(server, "/page");
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void everyFileIsThereWithoutATokenUnderItsType() throws Exception {
    assertThat(get("/page").headers().firstValue("content-type"))
        .hasValue("text/html; charset=utf-8");
    assertThat(get("/page/page.js").headers().firstValue("content-type"))
        .hasValue("text/javascript; charset=utf-8");
    assertThat(get("/page/page.css").headers().firstValue("content-type"))
        .hasValue("text/css; charset=utf-8");
    assertThat(get("/page/page.js").body()).contains("// nothing");
    assertThat(get("/metrics").statusCode()).isEqualTo(401);
  }

  @Test
  void browsersMayRunNothingElseAndSendNothingElsewhere() throws Exception {
    for (String path : List.of("/page", "/page/page.js")) {
      HttpResponse<String> reply = get(path);
      assertThat(reply.headers().firstValue("content-security-policy"))
          .hasValue(
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'");
      assertThat(reply.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(reply.headers().firstValue("referrer-policy")).hasValue("no-referrer");
      assertThat(reply.headers().firstValue("x-frame-options")).hasValue("DENY");
      assertThat(reply.headers().firstValue("set-cookie")).isEmpty();
    }
  }

  @Test
  void nothingElseOfTheClassPathIsServed() throws Exception {
    assertThat(get("/page/other.js").statusCode()).isEqualTo(404);
    assertThat(get("/page/index.html").statusCode()).isEqualTo(404);
    assertThat(get("/page/..%2fpage%2fpage.js").statusCode()).isEqualTo(404);
    assertThat(get("/page/").statusCode()).isEqualTo(404);
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    PageFiles page = new PageFiles(PageFilesTest.class, "/page/index.html");
    assertThatThrownBy(() -> page.with("a.js", "/page/a.js"))
        .hasMessage("No file /page/a.js on the class path: a page needs it");
    assertThatThrownBy(() -> page.with("a.bin", "/page/a.bin"))
        .hasMessageContaining("Invalid file '/page/a.bin' of a page");
  }
}
