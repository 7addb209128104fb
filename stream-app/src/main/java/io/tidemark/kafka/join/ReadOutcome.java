package io.tidemark.kafka.join;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.event.avro.AvroFields;
import io.tidemark.join.Outcome;
import io.tidemark.validation.Reading;
import io.tidemark.wire.AvroReader;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/**
 * Reads and judges an outcome on the join's side of the topic. It was validated on the other, so a
 * refusal here means that labels were declared otherwise in between; such an outcome is counted by
 * the validation of its source when it is sent again.
 */
final class ReadOutcome extends ContextualFixedKeyProcessor<String, byte[], JoinInput> {
  /** No time is too late here: that was checked before. */
  private static final long FAR_FUTURE_MS = Long.MAX_VALUE / 2;

  private final JoinTask task;
  private final AvroReader<OutcomeLog> reader;

  ReadOutcome(JoinTask task) {
    this.task = task;
    this.reader = task.outcomeLogs().get();
  }

  @Override
  public void process(FixedKeyRecord<String, byte[]> record) {
    AvroFields fields = new AvroFields(reader.read(record.value()));
    Reading<Outcome> reading = task.outcomes().read(fields, FAR_FUTURE_MS);
    if (reading instanceof Reading.Accepted<Outcome> accepted) {
      context().forward(record.withValue(new JoinInput.Happened(accepted.value())));
    } else {
      task.metrics().joinCount(task.model().name(), "", "OUTCOME_REFUSED");
    }
  }
}
