package io.tidemark.kafka.join;

import io.tidemark.avro.PredictionLog;
import io.tidemark.join.JoinInput;
import io.tidemark.join.Prediction;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.join.JoinTopology.ToJoin;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.RecordPositions;
import io.tidemark.records.NamedEntities;
import io.tidemark.wire.AvroReader;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Reads a prediction back on the join's side of the topic; it was validated on the other. */
final class ReadPrediction extends ContextualFixedKeyProcessor<String, byte[], ToJoin> {
  private final InputProgress progress;
  private final NamedEntities entities;
  private final AvroReader<PredictionLog> reader;

  ReadPrediction(JoinSetup setup, InputProgress progress, NamedEntities entities) {
    this.progress = progress;
    this.entities = entities;
    this.reader = setup.logs().predictions();
  }

  @Override
  public void process(FixedKeyRecord<String, byte[]> record) {
    PredictionLog log = reader.read(record.value());
    Prediction prediction =
        new Prediction(
            record.key(),
            log.getModel(),
            log.getModelVersion(),
            log.getTimestamp().toEpochMilli(),
            record.value(),
            TraceHeaders.read(record.headers()));
    JoinInput input = new JoinInput.Predicted(prediction);
    context().forward(record.withValue(new Sided(input, record.value(), entities.of(log))));
    RecordPositions.processed(context(), progress);
  }
}
