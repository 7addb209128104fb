package io.tidemark.kafka.join;

import io.tidemark.kafka.StreamTimeHeader;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.RecordPositions;
import io.tidemark.kafka.state.PacedCommits;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends what was logged on its way to the join, by request id, with the time when it came for a
 * timestamp, and what is needed besides to quarantine it as it came. The join sees it once it is
 * committed.
 */
final class ByRequestProcessor<V> extends ContextualProcessor<byte[], V, String, byte[]> {
  private final Function<V, String> requestId;
  private final Function<V, byte[]> wire;
  private final BiFunction<V, Long, byte[]> source;
  private final PacedCommits commits;
  private final InputProgress progress;

  /**
   * Creates a processor.
   *
   * @param requestId of what was logged
   * @param wire the bytes it was logged as
   * @param source what is needed besides to have it again as it came, of a log and when that came;
   *     null where it will not be refused
   */
  ByRequestProcessor(
      Function<V, String> requestId,
      Function<V, byte[]> wire,
      BiFunction<V, Long, byte[]> source,
      PacedCommits commits,
      InputProgress progress) {
    this.requestId = requestId;
    this.wire = wire;
    this.source = source;
    this.commits = commits;
    this.progress = progress;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    super.init(context);
    commits.start(context);
  }

  @Override
  public void process(Record<byte[], V> record) {
    commits.read(record.timestamp());
    String key = requestId.apply(record.value());
    byte[] value = wire.apply(record.value());
    long streamMs = StreamTimeHeader.read(record.headers());
    Headers headers = StreamTimeHeader.write(TraceHeaders.only(record.headers()), streamMs);
    long arrivedMs = RecordPositions.arrivedMs(context(), progress, record.timestamp());
    byte[] besides = source.apply(record.value(), arrivedMs);
    if (besides != null) {
      SourceHeader.write(headers, besides);
    }
    context().forward(new Record<>(key, value, arrivedMs, headers));
    commits.forwarded();
  }
}
