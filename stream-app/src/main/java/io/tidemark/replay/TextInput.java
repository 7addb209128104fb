package io.tidemark.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text of one encoding, that of the byte order mark where there is one. Not thread-safe.
 *
 * <p>A byte that is no text of that encoding becomes one half of a surrogate pair, which no text
 * has alone, so that the row it is in can be refused and the rest be read; {@link TextOutput} makes
 * the byte of it again.
 */
final class TextInput extends Reader {
  /** What a byte that is no text becomes, added to its value. */
  static final char ESCAPE = '\uDC00';

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
  private final Charset charset;
  private final boolean marked;
  private final CharsetDecoder decoder;
  private boolean ended;
  private boolean malformed;

  TextInput(InputStream in, Charset said) throws IOException {
    this.in = in;
    fillTo(3);
    Charset mark = mark();
    this.marked = mark != null;
    this.charset = marked ? mark : said;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Whether a text holds what was a byte that is no text, or another half of a pair alone. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int end = i + 1;
        if (end == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(end))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  Charset charset() {
    return charset;
  }

  /** Whether the file begins with a byte order mark. */
  boolean isMarked() {
    return marked;
  }

  /** Whether a byte that is no text has been read. */
  boolean isMalformed() {
    return malformed;
  }

  private Charset mark() {
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      return after(3, StandardCharsets.UTF_8);
    }
    if (startsWith(0xFF, 0xFE)) {
      return after(2, StandardCharsets.UTF_16LE);
    }
    return startsWith(0xFE, 0xFF) ? after(2, StandardCharsets.UTF_16BE) : null;
  }

  private boolean startsWith(int... mark) {
    boolean starts = bytes.remaining() >= mark.length;
    for (int i = 0; starts && i < mark.length; i++) {
      starts = (bytes.get(i) & 0xFF) == mark[i];
    }
    return starts;
  }

  private Charset after(int length, Charset marked) {
    bytes.position(length);
    return marked;
  }

  private void fillTo(int length) throws IOException {
    while (bytes.remaining() < length && !ended) {
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    try {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = read < 0;
      bytes.position(bytes.position() + Math.max(0, read));
    } finally {
      bytes.flip();
    }
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    CharBuffer out = CharBuffer.wrap(buffer, offset, length).slice();
    while (out.position() == 0 && length > 0) {
      if (!bytes.hasRemaining() && !ended) {
        fill();
      }
      if (!bytes.hasRemaining() && ended) {
        return -1;
      }
      decode(out);
    }
    return out.position();
  }

  private void decode(CharBuffer out) throws IOException {
    CoderResult result = decoder.decode(bytes, out, ended);
    if (result.isError() && out.hasRemaining()) {
      escape(result.length(), out);
    } else if (result.isUnderflow() && out.position() == 0 && !ended) {
      fill();
    } else if (result.isOverflow() && out.position() == 0) {
      throw new IOException("a buffer of one character holds no pair of two");
    }
  }

  private void escape(int length, CharBuffer out) {
    malformed = true;
    for (int i = 0; i < length && out.hasRemaining(); i++) {
      out.put((char) (ESCAPE + (bytes.get() & 0xFF)));
    }
    decoder.reset();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
