package io.tidemark.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.Charset;

/** Writes text in one encoding, and bytes that {@link TextInput} found to be none as they were. */
final class TextOutput extends Writer {
  private final OutputStream out;
  private final Charset charset;

  TextOutput(OutputStream out, TextInput like) throws IOException {
    this.out = out;
    this.charset = like.charset();
    if (like.isMarked()) {
      write("\uFEFF");
    }
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    String rest = new String(text, offset, length);
    int start = 0;
    for (int i = 0; i < rest.length(); i++) {
      if (isEscape(rest, i)) {
        out.write(rest.substring(start, i).getBytes(charset));
        out.write(rest.charAt(i) - TextInput.ESCAPE);
        start = i + 1;
      }
    }
    out.write(rest.substring(start).getBytes(charset));
  }

  private static boolean isEscape(String text, int at) {
    int value = text.charAt(at) - TextInput.ESCAPE;
    boolean paired = at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    return value >= 0 && value <= 0xFF && !paired;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
