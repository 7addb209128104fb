package io.tidemark.kafka.join;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.join.JoinInput;
import io.tidemark.join.Outcome;
import io.tidemark.join.ReadAt;
import io.tidemark.kafka.ingest.SourceRecord;
import io.tidemark.kafka.join.JoinTopology.ToJoin;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.RecordPositions;
import io.tidemark.wire.AvroReader;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and judges an outcome on the join's side of the topic. It was validated on the other, so a
 * refusal here means that another build with other checks did that.
 */
final class ReadOutcome extends ContextualFixedKeyProcessor<String, byte[], ToJoin> {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOutcome.class);
  private static final AvroLayout LAYOUT = AvroLayout.of(OutcomeLog.getClassSchema());

  /** No time is too late here: that was checked before. */
  private static final long FAR_FUTURE_MS = Long.MAX_VALUE / 2;

  private final JoinSetup setup;
  private final InputProgress progress;
  private final String topic;
  private final AvroReader<OutcomeLog> reader;

  /**
   * @param topic of producers, from which outcomes come here
   */
  ReadOutcome(JoinSetup setup, InputProgress progress, String topic) {
    this.setup = setup;
    this.topic = topic;
    this.progress = progress;
    this.reader = setup.logs().outcomes();
  }

  @Override
  public void process(FixedKeyRecord<String, byte[]> record) {
    Fields fields = LAYOUT.fields(reader.read(record.value()));
    setup
        .outcomes()
        .read(fields, FAR_FUTURE_MS)
        .input()
        .ifPresentOrElse(
            outcome -> forward(record, outcome),
            () -> LOG.warn("Dropped an outcome of {}: it passed once, and no more", record.key()));
    RecordPositions.processed(context(), progress);
  }

  private void forward(FixedKeyRecord<String, byte[]> record, Outcome outcome) {
    SourceRecord source = SourceRecord.of(SourceHeader.read(record.headers()), record.value());
    ReadAt readAt = new ReadAt(topic, source.partition(), source.offset());
    context()
        .forward(
            record.withValue(new Sided(new JoinInput.Happened(outcome, readAt), record.value())));
  }
}
