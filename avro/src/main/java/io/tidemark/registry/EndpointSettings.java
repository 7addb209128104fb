package io.tidemark.registry;

import static io.tidemark.registry.SettingReader.URL;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Addresses and who to be there. */
final class EndpointSettings {

  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BASIC_USER = "basic.auth.user.info";
  private static final String BEARER_TOKEN = "bearer.auth.token";
  private static final String FROM_URL = "URL";
  private static final String FROM_USER_INFO = "USER_INFO";

  private EndpointSettings() {}

  static List<Endpoint> read(SettingReader settings) {
    String urls = settings.text(URL);
    Secret authorization = authorization(settings);
    if (urls == null) {
      settings.problem(
          URL, null, "is needed", "Give one or more addresses, as in http://registry:8081");
      return List.of();
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (String url : urls.split(",", -1)) {
      Endpoint endpoint = endpoint(settings, url.strip(), authorization);
      if (endpoint != null) {
        endpoints.add(endpoint);
      }
    }
    return List.copyOf(endpoints);
  }

  private static Endpoint endpoint(SettingReader settings, String url, Secret authorization) {
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return new Endpoint(
            base(uri), authorization == null ? basic(uri.getUserInfo()) : authorization);
      }
    } catch (URISyntaxException e) {
      // reported below like an address of the wrong kind
    }
    settings.problem(
        URL,
        url.replaceFirst("//[^/]*@", "//" + Secret.MASK + "@"),
        "each address must be http://host[:port][/path] or https",
        "Separate several addresses with commas");
    return null;
  }

  private static String base(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath().replaceFirst("/+$", "");
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  private static Secret authorization(SettingReader settings) {
    String source = settings.choice(BASIC_SOURCE, FROM_URL, List.of(FROM_URL, FROM_USER_INFO));
    Secret user = settings.secret(BASIC_USER);
    Secret token = settings.secret(BEARER_TOKEN);
    boolean byUserInfo = source.equals(FROM_USER_INFO);
    check(settings, user, byUserInfo, token);
    if (token != null) {
      return new Secret("Bearer " + token.reveal());
    }
    return byUserInfo && user != null ? basic(user.reveal()) : null;
  }

  private static void check(SettingReader settings, Secret user, boolean byUserInfo, Secret token) {
    if (byUserInfo && user == null) {
      settings.problem(
          BASIC_USER, null, "is needed as " + BASIC_SOURCE + " is USER_INFO", "Give user:password");
    }
    if (!byUserInfo && user != null) {
      settings.problem(
          BASIC_USER, user, "is read only if " + BASIC_SOURCE + " is USER_INFO", "Set both");
    }
    boolean byIssuer = AccessSettings.OAUTH.equals(settings.text(AccessSettings.SOURCE));
    if (byIssuer && token != null) {
      settings.problem(BEARER_TOKEN, token, "excludes " + AccessSettings.OAUTH, "Remove it");
    }
    if (byIssuer && user != null) {
      settings.problem(BASIC_USER, user, "excludes " + AccessSettings.OAUTH, "Remove it");
    }
    if (token != null && user != null) {
      settings.problem(BEARER_TOKEN, token, "excludes " + BASIC_USER, "Remove one of them");
    }
  }

  private static Secret basic(String userInfo) {
    return userInfo == null
        ? null
        : new Secret("Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8)));
  }
}
