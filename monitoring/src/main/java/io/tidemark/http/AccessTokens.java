package io.tidemark.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which bearer token (RFC 6750) may do what. Keeps digests, never the tokens, and compares all of
 * them in constant time. Immutable and thread-safe.
 */
public final class AccessTokens {

  /** Fewest characters of a token: 96 bits when drawn from hexadecimal digits. */
  public static final int MIN_LENGTH = 24;

  private static final String PREFIX = "bearer ";

  @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest
  private record Entry(byte[] digest, Scope scope) {}

  private final List<Entry> entries;

  private AccessTokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** No token: everyone may do everything, which is for the loopback interface alone. */
  public static AccessTokens none() {
    return new AccessTokens(List.of());
  }

  /**
   * Tokens by what they allow; one token may be listed under several scopes.
   *
   * @throws IllegalArgumentException when one is shorter than {@link #MIN_LENGTH} or has anything
   *     but visible ASCII; the message does not show it
   */
  public static AccessTokens of(Map<Scope, List<String>> tokens) {
    List<Entry> entries = new ArrayList<>();
    tokens.forEach(
        (scope, texts) ->
            texts.forEach(text -> entries.add(new Entry(digest(valid(text)), scope))));
    return new AccessTokens(entries);
  }

  private static String valid(String token) {
    if (token.length() < MIN_LENGTH || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "Invalid token of %d characters: must be at least %d, of visible ASCII. `openssl rand -hex 24` makes one"
              .formatted(token.length(), MIN_LENGTH));
    }
    return token;
  }

  /** Whether nobody is asked for a token. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Lets a request pass or refuses it.
   *
   * @param authorization the {@code Authorization} header
   * @throws RequestException 401 without a known token, 403 when it lacks the scope
   */
  void require(Optional<String> authorization, Scope scope) {
    if (isEmpty()) {
      return;
    }
    Set<Scope> granted = authorization.map(this::scopes).orElse(Set.of());
    if (granted.isEmpty()) {
      throw RequestException.unauthorized(authorization.isPresent());
    }
    if (!granted.contains(scope)) {
      throw RequestException.forbidden(scope);
    }
  }

  private Set<Scope> scopes(String authorization) {
    Set<Scope> granted = EnumSet.noneOf(Scope.class);
    if (!authorization.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return granted;
    }
    byte[] given = digest(authorization.substring(PREFIX.length()).strip());
    for (Entry entry : entries) {
      // no early end: the time says nothing about which token came close
      if (MessageDigest.isEqual(entry.digest(), given)) {
        granted.add(entry.scope());
      }
    }
    return granted;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return entries.size() + " tokens";
  }
}
