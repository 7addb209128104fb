package io.tidemark.store.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.util.List;

/** The client's form of our URLs. */
final class RedisUrls {
  private RedisUrls() {}

  /** Whether these URLs can be used together. */
  static void require(List<String> urls, boolean cluster, RedisTls tls) {
    long secure = urls.stream().map(RedisUrls::parse).filter(RedisURI::isSsl).count();
    if (secure != 0 && secure != urls.size()) {
      throw new IllegalArgumentException(
          "Invalid Redis URLs "
              + withoutCredentials(urls)
              + ": some ask for TLS and some do not. Write rediss:// in all of them.");
    }
    if (secure == 0 && (tls.authorities() != null || tls.certificate() != null)) {
      throw new IllegalArgumentException(
          "Invalid Redis URLs "
              + withoutCredentials(urls)
              + ": there are certificates, and no URL asks for TLS. Write rediss://.");
    }
    if (cluster && urls.stream().anyMatch(url -> parse(url).getDatabase() != 0)) {
      throw new IllegalArgumentException(
          "Invalid Redis URLs "
              + withoutCredentials(urls)
              + ": a cluster has no databases but 0. Leave the path out.");
    }
  }

  static List<RedisURI> of(RedisSettings settings) {
    return settings.urls().stream().map(url -> of(url, settings)).toList();
  }

  private static RedisURI of(String url, RedisSettings settings) {
    RedisURI uri = parse(url);
    uri.setTimeout(settings.commandTimeout());
    uri.setVerifyPeer(settings.tls().verifyHostname() ? SslVerifyMode.FULL : SslVerifyMode.CA);
    RedisLogin login = settings.login();
    if (login.isGiven()) {
      uri.setCredentialsProvider(RedisCredentialsProvider.from(() -> credentials(login)));
    }
    return uri;
  }

  private static RedisCredentials credentials(RedisLogin login) {
    return RedisCredentials.just(login.user(), login.currentPassword());
  }

  static boolean isUrl(String text) {
    try {
      return parse(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static RedisURI parse(String url) {
    if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
      throw invalid(url);
    }
    try {
      return RedisURI.create(url);
    } catch (IllegalArgumentException e) {
      // The client's message quotes the URL with its password.
      throw invalid(url);
    }
  }

  private static IllegalArgumentException invalid(String url) {
    return new IllegalArgumentException(
        "Invalid Redis URL "
            + withoutCredentials(url)
            + ": it has the form redis://[user[:password]@]host[:port][/database]."
            + " Use rediss:// for TLS; write special characters of a password as %XX.");
  }

  static String withoutCredentials(List<String> urls) {
    return String.join(",", urls.stream().map(RedisUrls::withoutCredentials).toList());
  }

  /** The URL without user and password. */
  static String withoutCredentials(String url) {
    int scheme = url.indexOf("://");
    int at = url.lastIndexOf('@');
    return at < 0 ? url : url.substring(0, scheme < 0 ? 0 : scheme + 3) + url.substring(at + 1);
  }
}
