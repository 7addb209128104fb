package io.tidemark.replay;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a compressed file, whose early end is an error: others take an {@link
 * EOFException} for the end of what there is, and the rest would be lost unnoticed.
 */
final class WholeInputStream extends FilterInputStream {
  WholeInputStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (EOFException e) {
      throw endsEarly(e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (EOFException e) {
      throw endsEarly(e);
    }
  }

  private static IOException endsEarly(EOFException cause) {
    return new IOException("the compressed data ends before its end", cause);
  }
}
