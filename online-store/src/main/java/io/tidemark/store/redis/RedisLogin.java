package io.tidemark.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who we are to Redis, in place of what the URL says. Never shows its password.
 *
 * @param user of the access control list; {@code null} for the default user
 * @param password or {@code null}
 * @param passwordFile holds the password, in UTF-8, one line; {@code null} when {@code password} is
 *     given. It is read for every connection, so that a changed password is taken up
 */
public record RedisLogin(String user, String password, Path passwordFile) {

  /** Leaves it to the URL. */
  public static final RedisLogin NONE = new RedisLogin(null, null, null);

  public RedisLogin {
    if (password != null && passwordFile != null) {
      throw new IllegalArgumentException(
          "Invalid Redis login: it has a password and a password file "
              + passwordFile
              + ". Give one of them.");
    }
    if (user != null && password == null && passwordFile == null) {
      throw new IllegalArgumentException(
          "Invalid Redis login: user " + user + " has no password. Give it or a password file.");
    }
  }

  boolean isGiven() {
    return password != null || passwordFile != null;
  }

  /**
   * The password as it is now.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  String currentPassword() {
    if (passwordFile == null) {
      return password;
    }
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the Redis password from " + passwordFile + ": check path and rights.", e);
    }
  }

  @Override
  public String toString() {
    return isGiven() ? (user == null ? "default user" : "user " + user) : "login of the URL";
  }
}
