package io.tidemark.training.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.LabelledExample;
import io.tidemark.bytes.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/** An Avro container of the records as they are. */
final class AvroExamples implements ExampleFile {
  private static final int LEVEL = 6;
  private static final int SYNC_BYTES = 16;

  /** The mark between blocks: the library draws one by lot, so that no two files are the same. */
  private static final byte[] SYNC =
      Arrays.copyOf(Sha256.digest().digest("tidemark export".getBytes(UTF_8)), SYNC_BYTES);

  private final DataFileWriter<LabelledExample> out;

  AvroExamples(OutputStream target) throws IOException {
    out = new DataFileWriter<>(new SpecificDatumWriter<>(LabelledExample.class));
    out.setCodec(CodecFactory.deflateCodec(LEVEL));
    out.create(LabelledExample.getClassSchema(), target, SYNC);
  }

  @Override
  public void write(LabelledExample example) throws IOException {
    out.append(example);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
