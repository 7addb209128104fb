package io.tidemark.kafka.run;

import org.apache.kafka.streams.errors.StreamsException;

/** Another process keeps its state in the same folder under the same application id. */
public final class StateFolderTakenException extends StreamsException {
  private static final long serialVersionUID = 1L;

  StateFolderTakenException(Throwable cause) {
    super("The state folder is in use", cause);
  }
}
