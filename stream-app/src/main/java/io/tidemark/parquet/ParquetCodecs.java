package io.tidemark.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/**
 * How pages of Parquet files are decompressed: Snappy, Zstandard and LZ4_RAW by the library; gzip
 * by the JDK, as the library's own is Hadoop's.
 */
public final class ParquetCodecs implements CompressionCodecFactory {
  private final CompressionCodecFactory library = HadoopCodecs.newFactory(0);

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case GZIP -> new Gzip();
      case UNCOMPRESSED, SNAPPY, ZSTD, LZ4_RAW -> library.getDecompressor(codec);
      case LZO, BROTLI, LZ4 ->
          throw new IllegalArgumentException(
              "pages are compressed with "
                  + codec
                  + ": must be SNAPPY, GZIP, ZSTD, LZ4_RAW or not at all; write the file anew");
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return library.getCompressor(codec);
  }

  @Override
  public void release() {
    library.release();
  }

  private static final class Gzip implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
      return BytesInput.from(unpacked(page.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size)
        throws IOException {
      byte[] page = new byte[compressedSize];
      in.get(page);
      out.put(unpacked(page, size));
    }

    private static byte[] unpacked(byte[] page, int size) throws IOException {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
        byte[] unpacked = in.readNBytes(size);
        if (unpacked.length < size || in.read() >= 0) {
          throw new IOException("a page has not the size that it says: must be " + size + " bytes");
        }
        return unpacked;
      }
    }

    @Override
    public void release() {
      // nothing is kept
    }
  }
}
