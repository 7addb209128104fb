package io.tidemark.registry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who to be at the registry by bearer tokens, and the way there. */
final class AccessSettings {

  static final String STATIC_TOKEN = "STATIC_TOKEN";
  static final String OAUTH = "OAUTHBEARER";
  static final String SOURCE = "bearer.auth.credentials.source";
  private static final String ISSUER = "bearer.auth.issuer.endpoint.url";
  private static final int MAX_PORT = 65_535;

  private AccessSettings() {}

  /**
   * What the settings say of access beyond addresses.
   *
   * @param tokens where access tokens come from, or null
   * @param headers sent with each request: those that are set, and those that Confluent Cloud tells
   *     clusters and pools of identities apart by
   * @param proxy the HTTP proxy in front of the registry, or null
   */
  record Access(AccessTokens.Client tokens, Map<String, Secret> headers, InetSocketAddress proxy) {}

  static Access read(SettingReader settings) {
    return new Access(tokens(settings), headers(settings), proxy(settings));
  }

  private static AccessTokens.Client tokens(SettingReader settings) {
    boolean wanted =
        settings.choice(SOURCE, STATIC_TOKEN, List.of(STATIC_TOKEN, OAUTH)).equals(OAUTH);
    String issuer = needed(settings, ISSUER, wanted);
    String id = needed(settings, "bearer.auth.client.id", wanted);
    String secret = needed(settings, "bearer.auth.client.secret", wanted);
    String scope = settings.text("bearer.auth.scope");
    // claims are looked at by Kafka's client alone; here a token is what its issuer says it is
    settings.text("bearer.auth.scope.claim.name");
    settings.text("bearer.auth.sub.claim.name");
    int buffer = settings.integer("bearer.auth.cache.expiry.buffer.seconds", 300, 0);
    URI endpoint = issuer == null ? null : endpoint(settings, issuer);
    return wanted && endpoint != null && id != null && secret != null
        ? new AccessTokens.Client(
            endpoint, id, new Secret(secret), scope, Duration.ofSeconds(buffer))
        : null;
  }

  private static String needed(SettingReader settings, String name, boolean wanted) {
    String value = settings.text(name);
    if (wanted && value == null) {
      settings.problem(name, null, "is needed as " + SOURCE + " is " + OAUTH, "Set it");
    }
    if (!wanted && value != null) {
      settings.problem(name, Secret.MASK, "is read only if " + SOURCE + " is " + OAUTH, "Set both");
    }
    return value;
  }

  private static URI endpoint(SettingReader settings, String issuer) {
    try {
      URI uri = new URI(issuer);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below like an address of the wrong kind
    }
    settings.problem(
        ISSUER, Secret.MASK, "must be http://host[:port]/path or https", "Give its token endpoint");
    return null;
  }

  private static Map<String, Secret> headers(SettingReader settings) {
    Map<String, Secret> headers = new LinkedHashMap<>(settings.headers());
    put(headers, "target-sr-cluster", settings.secret("bearer.auth.logical.cluster"));
    put(headers, "Confluent-Identity-Pool-Id", settings.secret("bearer.auth.identity.pool.id"));
    return headers;
  }

  private static void put(Map<String, Secret> headers, String name, Secret value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  private static InetSocketAddress proxy(SettingReader settings) {
    String host = settings.text("proxy.host");
    int port = settings.integer("proxy.port", -1, -1);
    if (host == null && port < 0) {
      return null;
    }
    if (host == null || port < 1 || port > MAX_PORT) {
      settings.problem(
          host == null ? "proxy.host" : "proxy.port",
          null,
          "is needed beside the other one",
          "Give host and port (1 to 65535) of an HTTP proxy");
      return null;
    }
    return InetSocketAddress.createUnresolved(host, port);
  }
}
