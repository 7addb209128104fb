package io.tidemark.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.avro.Quarantined;
import io.tidemark.quarantine.EntryJson;
import io.tidemark.quarantine.Payloads;
import io.tidemark.quarantine.QuarantineEntry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/** A file of records from quarantine. For one thread. */
final class QuarantineExport implements AutoCloseable {
  private final Sink sink;
  private long written;
  private long leftOut;

  private QuarantineExport(Sink sink) {
    this.sink = sink;
  }

  /** What a file has of each record. */
  enum Format {
    JSON_LINES,
    AVRO,
    ROWS;

    /** A new file of that form. */
    QuarantineExport to(Path file, Payloads payloads) throws IOException {
      return new QuarantineExport(
          switch (this) {
            case JSON_LINES ->
                new Lines(
                    file, entry -> Optional.of(EntryJson.exported(entry, payloads.of(entry))));
            case AVRO -> new Avro(file);
            case ROWS -> new Lines(file, entry -> payloads.of(entry).decoded());
          });
    }
  }

  private interface Sink extends AutoCloseable {
    /** Whether there was something to write. */
    boolean write(QuarantineEntry entry) throws IOException;

    @Override
    void close() throws IOException;
  }

  private interface Content {
    Optional<ObjectNode> of(QuarantineEntry entry);
  }

  private static final class Lines implements Sink {
    private final BufferedWriter out;
    private final Content content;

    Lines(Path file, Content content) throws IOException {
      this.out = Files.newBufferedWriter(file, UTF_8);
      this.content = content;
    }

    @Override
    public boolean write(QuarantineEntry entry) throws IOException {
      Optional<ObjectNode> line = content.of(entry);
      if (line.isPresent()) {
        out.write(line.get().toString());
        out.newLine();
      }
      return line.isPresent();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  private static final class Avro implements Sink {
    private final DataFileWriter<Quarantined> out;

    Avro(Path file) throws IOException {
      out = new DataFileWriter<>(new SpecificDatumWriter<>(Quarantined.class));
      out.create(Quarantined.getClassSchema(), file.toFile());
    }

    @Override
    public boolean write(QuarantineEntry entry) throws IOException {
      out.append(entry.record());
      return true;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  void write(QuarantineEntry entry) throws IOException {
    if (sink.write(entry)) {
      written++;
    } else {
      leftOut++;
    }
  }

  long written() {
    return written;
  }

  /** What is missing in the file, for the last line; nothing where nothing is. */
  String leftOut() {
    return leftOut == 0 ? "" : ", and left out %,d that do not decode".formatted(leftOut);
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
