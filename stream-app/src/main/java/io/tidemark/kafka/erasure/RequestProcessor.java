package io.tidemark.kafka.erasure;

import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.contribution.EntityInput;
import io.tidemark.kafka.SchemaHeader;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.metrics.ErasureMetrics;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.records.ErasureRequests;
import io.tidemark.records.ErasureRequests.Refusal;
import io.tidemark.task.TaskTiming;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads requests. One that nobody can answer, since it does not decode or is of another namespace,
 * is counted and left; one that cannot be carried out is answered with why.
 */
final class RequestProcessor
    extends ContextualProcessor<byte[], byte[], String, RequestProcessor.Understood> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestProcessor.class);

  private final AvroReader<Erasure> reader;
  private final ErasureRequests requests;
  private final ErasureMetrics metrics;
  private final Clock wall;
  private final PacedCommits commits;

  /**
   * What a request comes to.
   *
   * @param entity the kind of entity; {@code null} where it is refused
   * @param asked what goes on to the entity, under its key; {@code null} where it is refused
   * @param receipt why it is refused, or {@code null}
   */
  record Understood(String entity, EntityInput.Erased asked, ErasureReceipt receipt) {}

  RequestProcessor(
      AvroReader<Erasure> reader,
      ErasureRequests requests,
      ErasureMetrics metrics,
      TaskTiming timing) {
    this.reader = reader;
    this.requests = requests;
    this.metrics = metrics;
    this.wall = timing.wall();
    this.commits = new PacedCommits(timing);
  }

  @Override
  public void init(ProcessorContext<String, Understood> context) {
    super.init(context);
    commits.start(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    commits.read(record.timestamp());
    try {
      read(reader.read(record.value(), SchemaHeader.of(record.headers())));
    } catch (DecodingException e) {
      metrics.refused(Refusal.UNDECODABLE.label());
      LOG.warn("A request to erase an entity cannot be read: {}", e.getMessage());
    }
  }

  private void read(Erasure request) {
    if (!requests.isOurs(request)) {
      metrics.refused(Refusal.OTHER_NAMESPACE.label());
      return;
    }
    Optional<Refusal> refusal = requests.refusal(request, wall.millis());
    if (refusal.isPresent()) {
      metrics.refused(refusal.get().label());
      String why = requests.why(refusal.get(), request);
      ErasureReceipt receipt = ErasureReceipts.refusal(request, why, wall.instant());
      pass(request.getErasureId(), new Understood(null, null, receipt));
    } else {
      pass(
          requests.key(request),
          new Understood(request.getEntity(), requests.asked(request), null));
    }
  }

  private void pass(String key, Understood understood) {
    context().forward(new Record<>(key, understood, wall.millis()));
    commits.forwarded();
  }
}
