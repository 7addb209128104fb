package io.tidemark.http;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text with bytes as {@code %XX}, which must be UTF-8. */
final class PercentText {
  private PercentText() {}

  /**
   * Decodes a part of a path, where a plus is a plus.
   *
   * @throws RequestException 400 when an escape is none, or its bytes are not UTF-8
   */
  static String ofPath(String text) {
    return decoded(text.replace("+", "%2B"));
  }

  /**
   * Decodes a part of a query, where a plus is a blank.
   *
   * @throws RequestException 400 when an escape is none, or its bytes are not UTF-8
   */
  static String ofQuery(String text) {
    return decoded(text);
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      // the JDK puts a replacement in the place of what is not UTF-8: another key would be meant
      String bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw Refusals.malformed(
          "The address of the request has an escape that is not UTF-8",
          "bytes of UTF-8 as %XX, each with two hexadecimal digits");
    }
  }
}
