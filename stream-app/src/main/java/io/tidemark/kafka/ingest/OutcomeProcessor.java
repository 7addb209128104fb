package io.tidemark.kafka.ingest;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.join.Outcome;
import io.tidemark.kafka.ingest.RecordIntake.Checked;
import io.tidemark.monitoring.metrics.RecordOutcome;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.validation.OutcomeReader;
import io.tidemark.validation.Reading;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads outcome logs of one model: valid, with the request id it goes to, or quarantined. */
public final class OutcomeProcessor
    implements Processor<byte[], byte[], byte[], Ingested<LoggedOutcome>> {
  private static final AvroLayout LAYOUT = AvroLayout.of(OutcomeLog.getClassSchema());
  private final String topic;
  private final OutcomeReader outcomes;
  private final Supplier<AvroReader<OutcomeLog>> reader;
  private final Clock wall;
  private final TidemarkMetrics metrics;
  private RecordIntake<OutcomeLog> intake;
  private ProcessorContext<byte[], Ingested<LoggedOutcome>> context;

  /**
   * Creates a processor.
   *
   * @param topic the topic it reads, which is its name in metrics
   * @param outcomes judges outcomes by the model's labels
   * @param reader makes a reader of the wire format
   */
  public OutcomeProcessor(
      String topic,
      OutcomeReader outcomes,
      Supplier<AvroReader<OutcomeLog>> reader,
      Clock wall,
      TidemarkMetrics metrics) {
    this.topic = topic;
    this.outcomes = outcomes;
    this.reader = reader;
    this.wall = wall;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], Ingested<LoggedOutcome>> processorContext) {
    context = processorContext;
    intake = new RecordIntake<>(topic, reader.get(), wall, metrics);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    context.forward(
        record.withValue(
            intake.take(
                record,
                context.recordMetadata().orElseThrow(),
                log -> check(log, RecordIntake.framed(record)))));
  }

  private Checked<LoggedOutcome> check(OutcomeLog log, byte[] wire) {
    Reading<Outcome> reading = outcomes.read(LAYOUT.fields(log), wall.millis());
    if (reading instanceof Reading.Refused<Outcome> refused) {
      return Checked.refused(refused.verdict());
    }
    metrics.recordRead(topic, RecordOutcome.VALID);
    metrics.eventSeen(topic, log.getOutcomeTimestamp().toEpochMilli());
    return Checked.accepted(new LoggedOutcome(log.getRequestId(), wire));
  }
}
