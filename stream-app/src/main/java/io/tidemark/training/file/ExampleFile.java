package io.tidemark.training.file;

import io.tidemark.avro.LabelledExample;
import java.io.Closeable;
import java.io.IOException;

/** A file of examples that is being written. For one thread. */
interface ExampleFile extends Closeable {
  /** Adds one. */
  void write(LabelledExample example) throws IOException;
}
