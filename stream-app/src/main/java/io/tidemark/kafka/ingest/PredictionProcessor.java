package io.tidemark.kafka.ingest;

import io.tidemark.avro.PredictionLog;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.join.Prediction;
import io.tidemark.kafka.ingest.RecordIntake.Checked;
import io.tidemark.monitoring.metrics.RecordOutcome;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.validation.PredictionReader;
import io.tidemark.validation.Reading;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads prediction logs: valid or quarantined. */
public final class PredictionProcessor
    implements Processor<byte[], byte[], byte[], Ingested<LoggedPrediction>> {
  private static final AvroLayout LAYOUT = AvroLayout.of(PredictionLog.getClassSchema());
  private final String topic;
  private final PredictionReader predictions;
  private final Supplier<AvroReader<PredictionLog>> reader;
  private final Clock wall;
  private final TidemarkMetrics metrics;
  private RecordIntake<PredictionLog> intake;
  private ProcessorContext<byte[], Ingested<LoggedPrediction>> context;

  /**
   * Creates a processor.
   *
   * @param topic the topic it reads, which is its name in metrics
   * @param reader makes a reader of the wire format
   */
  public PredictionProcessor(
      String topic,
      PredictionReader predictions,
      Supplier<AvroReader<PredictionLog>> reader,
      Clock wall,
      TidemarkMetrics metrics) {
    this.topic = topic;
    this.predictions = predictions;
    this.reader = reader;
    this.wall = wall;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], Ingested<LoggedPrediction>> processorContext) {
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

  private Checked<LoggedPrediction> check(PredictionLog log, byte[] wire) {
    Reading<Prediction> reading = predictions.read(LAYOUT.fields(log), wire, wall.millis());
    if (reading instanceof Reading.Refused<Prediction> refused) {
      return Checked.refused(refused.verdict());
    }
    metrics.recordRead(topic, RecordOutcome.VALID);
    metrics.eventSeen(topic, log.getTimestamp().toEpochMilli());
    return Checked.accepted(new LoggedPrediction(log, wire));
  }
}
