package io.tidemark.app.cli;

import io.tidemark.kafka.replay.ReplayPublisher;
import io.tidemark.replay.MappedRecord;
import io.tidemark.replay.MappingSpec;
import io.tidemark.replay.RecordMapping;
import io.tidemark.replay.RejectedRows;
import io.tidemark.replay.RowException;
import io.tidemark.replay.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Publishes the rows of files as records.
 *
 * @param options how files are read
 * @param spec how rows become records
 * @param schema of the records
 * @param publisher takes the records
 * @param pace says when each is due
 * @param tally counts what became of the rows
 */
record FilePublisher(
    MappingOptions options,
    MappingSpec spec,
    Schema schema,
    ReplayPublisher publisher,
    Pace pace,
    RowTally tally) {

  /**
   * Publishes files in their order and waits until the records are acknowledged; those alone are
   * counted, also when it ends early.
   */
  void publish(List<Path> files) throws IOException {
    try {
      for (int position = 0; position < files.size(); position++) {
        publish(files, position);
      }
    } finally {
      publisher.settle();
      tally.records = publisher.acknowledged();
      tally.sentRaw = publisher.acknowledgedRaw();
    }
    publisher.failIfBroken();
  }

  private void publish(List<Path> files, int position) throws IOException {
    Path file = files.get(position);
    try (RowReader reader = options.open(file, spec, tally);
        RejectedRows rejects = options.rejects(files, position, reader);
        ReadingBar bar = ReadingBar.of(file, reader)) {
      RecordMapping records = new RecordMapping(spec, schema, reader.columns());
      RefusedRows refused =
          new RefusedRows(file, options.onError(), rejects, publisher::publishRaw, tally);
      try {
        publish(new ReadRows<>(reader, records::map, refused, tally), refused, bar);
      } finally {
        tally.add(records.remarks());
      }
    }
  }

  private void publish(ReadRows<MappedRecord> records, RefusedRows refused, ReadingBar bar) {
    while (records.advance()) {
      pace.await(records.current().timeMs());
      publish(records.current(), refused);
      bar.show();
    }
  }

  private void publish(MappedRecord record, RefusedRows refused) {
    try {
      publisher.publish(record);
    } catch (RowException e) {
      refused.refuse(e);
    }
  }
}
