package io.tidemark.store.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.util.List;

/** The client's form of our URLs. */
final class RedisUrls {
  private RedisUrls() {}

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

  private static RedisURI parse(String url) {
    try {
      return RedisURI.create(url);
    } catch (IllegalArgumentException e) {
      // The client's message quotes the URL with its password.
      throw new IllegalArgumentException(
          "Invalid Redis URL "
              + withoutCredentials(url)
              + ": it has the form redis://[user[:password]@]host[:port][/database]."
              + " Use rediss:// for TLS; write special characters of a password as %XX.");
    }
  }

  /** The URL without user and password. */
  static String withoutCredentials(String url) {
    int scheme = url.indexOf("://");
    int at = url.lastIndexOf('@');
    return at < 0 ? url : url.substring(0, scheme < 0 ? 0 : scheme + 3) + url.substring(at + 1);
  }
}
