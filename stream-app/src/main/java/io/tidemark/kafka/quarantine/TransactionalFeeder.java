package io.tidemark.kafka.quarantine;

import io.tidemark.quarantine.Fed;
import io.tidemark.quarantine.Feeder;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.ReplayTag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Feeds records in transactions, each with the word that it was fed. Copies have key, value and
 * headers byte for byte, their time, and the partition the record was read from. For one thread.
 */
final class TransactionalFeeder implements Feeder {
  private static final int MOST_RECORDS = 100;
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  /** Readers of the topic wait behind an open transaction. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final Producer<byte[], byte[]> producer;
  private final ReplayLedger ledger;
  private final ReplayClaim claim;
  private final ToIntFunction<String> partitions;
  private final Listener listener;
  private final Clock wall;
  private final List<Sent> batch = new ArrayList<>();
  private long bytes;
  private boolean open;
  private long begunNanos;

  private record Sent(QuarantineEntry entry, Future<RecordMetadata> acknowledged) {}

  /**
   * A feeder.
   *
   * @param producer has begun to write alone under its transactional id
   * @param partitions how many a topic has; 0 where it is not there
   */
  TransactionalFeeder(
      Producer<byte[], byte[]> producer,
      ReplayLedger ledger,
      ReplayClaim claim,
      ToIntFunction<String> partitions,
      Listener listener,
      Clock wall) {
    this.producer = producer;
    this.ledger = ledger;
    this.claim = claim;
    this.partitions = partitions;
    this.listener = listener;
    this.wall = wall;
    begin();
    end();
  }

  @Override
  public void feed(QuarantineEntry entry) {
    int count = partitions.applyAsInt(entry.source().topic());
    if (count <= entry.source().partition()) {
      listener.refused(
          entry,
          count == 0 ? "the topic is not there any more" : "it has %d partitions".formatted(count));
      return;
    }
    begin();
    send(entry);
    if (batch.size() >= MOST_RECORDS || bytes >= MOST_BYTES || isLong()) {
      end();
    }
  }

  private boolean isLong() {
    return System.nanoTime() - begunNanos >= LONGEST.toNanos();
  }

  private void begin() {
    if (!open) {
      try {
        producer.beginTransaction();
      } catch (KafkaException e) {
        throw isFenced(e) ? claim.takenOver(e) : broken(e);
      }
      open = true;
      begunNanos = System.nanoTime();
    }
  }

  private void send(QuarantineEntry entry) {
    batch.add(new Sent(entry, sent(entry)));
    bytes += entry.record().getValue() == null ? 0 : entry.record().getValue().remaining();
  }

  /**
   * What the producer refuses at once is told when the batch ends, like what the broker refuses.
   */
  private Future<RecordMetadata> sent(QuarantineEntry entry) {
    try {
      return producer.send(copy(entry));
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> copy(QuarantineEntry entry) {
    Instant timestamp = entry.record().getRecordTimestamp();
    ProducerRecord<byte[], byte[]> copy =
        new ProducerRecord<>(
            entry.source().topic(),
            entry.source().partition(),
            timestamp == null ? null : timestamp.toEpochMilli(),
            entry.key(),
            entry.value());
    for (ReplayTag.Header header : entry.nextTag().after(entry.headers())) {
      copy.headers().add(new RecordHeader(header.name(), header.value()));
    }
    return copy;
  }

  @Override
  public void beat() {
    if (isLong()) {
      begin();
      end();
    }
  }

  @Override
  public void flush() {
    if (open) {
      end();
    }
  }

  /** Leaves what is under way undone, so that it holds up no reader. */
  void abandon() {
    if (open) {
      producer.abortTransaction();
      open = false;
    }
  }

  private void end() {
    List<Sent> ended = List.copyOf(batch);
    batch.clear();
    bytes = 0;
    try {
      List<Fed> fed = commit(ended);
      for (int i = 0; i < fed.size(); i++) {
        listener.fed(ended.get(i).entry(), fed.get(i));
      }
    } catch (ExecutionException e) {
      failed(ended, e.getCause());
    } catch (KafkaException e) {
      failed(ended, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while feeding records", e);
    }
  }

  private List<Fed> commit(List<Sent> ended) throws ExecutionException, InterruptedException {
    producer.flush();
    List<Fed> fed = new ArrayList<>();
    for (Sent sent : ended) {
      Fed known = fed(sent.entry(), sent.acknowledged().get().offset());
      producer.send(ledger.record(sent.entry(), known));
      fed.add(known);
    }
    claim.beat(producer);
    producer.commitTransaction();
    open = false;
    return fed;
  }

  private Fed fed(QuarantineEntry entry, long copyOffset) {
    return new Fed(
        entry.source(),
        copyOffset,
        entry.nextTag().attempt(),
        wall.instant(),
        Optional.of(claim.who()));
  }

  /** A record that its topic does not take takes those of its transaction with it: one by one. */
  private void failed(List<Sent> ended, Throwable cause) {
    abort(cause);
    if (ended.size() > 1) {
      for (Sent sent : ended) {
        begin();
        send(sent.entry());
        end();
      }
    } else if (ended.size() == 1 && isRefusal(cause)) {
      listener.refused(ended.get(0).entry(), cause.getMessage());
    } else {
      throw broken(cause);
    }
  }

  private void abort(Throwable cause) {
    if (isFenced(cause)) {
      throw claim.takenOver(cause);
    }
    try {
      producer.abortTransaction();
      open = false;
    } catch (KafkaException | IllegalStateException e) {
      throw isFenced(e) ? claim.takenOver(e) : broken(cause);
    }
  }

  private static boolean isFenced(Throwable cause) {
    return cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException
        || cause.getCause() != null && isFenced(cause.getCause());
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof RecordTooLargeException
        || cause instanceof InvalidTimestampException
        || cause instanceof InvalidRecordException;
  }

  private static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException(
        "Cannot feed records: "
            + cause.getMessage()
            + ". Run the same again when that is mended: what was fed is not fed twice.",
        cause);
  }
}
