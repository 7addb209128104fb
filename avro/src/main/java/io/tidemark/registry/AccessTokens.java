package io.tidemark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4), one for all threads, asked
 * for again a while before it ends. Thread-safe.
 */
final class AccessTokens {

  /**
   * Who asks for tokens, and where.
   *
   * @param endpoint the token endpoint of the issuer
   * @param scope what the token is asked for, or null
   * @param buffer how long before its end a token is no longer used, 0 or more; of a token that
   *     lives shorter than twice that, half its life
   */
  record Client(URI endpoint, String id, Secret secret, String scope, Duration buffer) {}

  private record Token(Secret value, long usableUntil) {}

  private final Client who;
  private final HttpCalls calls;
  private final Pacing pacing;
  private Token token;

  AccessTokens(Client who, HttpCalls calls, Pacing pacing) {
    this.who = who;
    this.calls = calls;
    this.pacing = pacing;
  }

  /**
   * The value of an Authorization header.
   *
   * @param end when the call it is for ends
   * @throws RegistryUnavailableException when the issuer does not answer
   * @throws RegistryRejectedException when it refuses
   */
  synchronized Secret authorization(long end) {
    if (token == null || token.usableUntil() - pacing.nanos() <= 0) {
      token = ask(end);
    }
    return token.value();
  }

  /** Forgets a token that was refused, unless another has come since. */
  synchronized void refused(Secret authorization) {
    if (token != null && token.value().equals(authorization)) {
      token = null;
    }
  }

  private Token ask(long end) {
    String question = "POST " + who.endpoint() + " (access token)";
    HttpResponse<byte[]> response = calls.send(question, request(), end);
    RestAnswer answer = RestAnswer.of(question, response.statusCode(), response.body());
    if (!answer.succeeded()) {
      throw answer.tokenRefusal();
    }
    String value = answer.json().path("access_token").asText("");
    if (value.isEmpty()) {
      throw HttpCalls.unanswered(question, "the answer has no access_token", null);
    }
    long lifeNanos = Duration.ofSeconds(answer.json().path("expires_in").asLong(0)).toNanos();
    long usable = Math.max(lifeNanos - who.buffer().toNanos(), lifeNanos / 2);
    return new Token(new Secret("Bearer " + value), pacing.nanos() + usable);
  }

  private HttpRequest request() {
    String user = who.id() + ":" + who.secret().reveal();
    String form = "grant_type=client_credentials";
    if (who.scope() != null) {
      form += "&scope=" + URLEncoder.encode(who.scope(), UTF_8);
    }
    return HttpRequest.newBuilder(who.endpoint())
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)))
        .POST(BodyPublishers.ofString(form))
        .build();
  }
}
