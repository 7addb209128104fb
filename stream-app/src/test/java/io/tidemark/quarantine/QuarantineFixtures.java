package io.tidemark.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.Quarantined;
import io.tidemark.avro.RecordHeader;
import io.tidemark.quarantine.ReplayTag.Header;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Records in quarantine, and a quarantine on the heap. */
final class QuarantineFixtures {
  static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

  private QuarantineFixtures() {}

  /** The n-th record of topic orders, with a rule that failed. */
  static QuarantineEntry entry(int n) {
    return entry(n, record(n).build());
  }

  static QuarantineEntry entry(int n, Quarantined record) {
    return new QuarantineEntry(new QuarantinePlace(n % 2, n), NOW.plusSeconds(n), record);
  }

  static Quarantined.Builder record(int n) {
    return Quarantined.newBuilder()
        .setKey(bytes("k" + n))
        .setValue(ByteBuffer.wrap(new byte[] {77, (byte) n}))
        .setHeaders(List.of(new RecordHeader("producer", bytes("web"))))
        .setReason("RULE_FAILED")
        .setRule("price_in_range")
        .setDetail("Rule price_in_range is false: expected price >= 0.0")
        .setSourceTopic("orders")
        .setSourcePartition(n % 2)
        .setSourceOffset(n)
        .setRecordTimestamp(NOW.minusSeconds(60))
        .setSchemaId(7)
        .setFirstSeen(NOW);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  /** What the service makes of a copy that fails again, at an offset of its topic. */
  static QuarantineEntry failedAgain(QuarantineEntry entry, int n) {
    List<RecordHeader> headers = new ArrayList<>();
    for (Header header : entry.nextTag().after(entry.headers())) {
      headers.add(new RecordHeader(header.name(), ByteBuffer.wrap(header.value())));
    }
    int partition = entry.source().partition();
    return entry(n, record(n).setHeaders(headers).setSourcePartition(partition).build());
  }

  /** A quarantine of these records. */
  static QuarantineLog log(List<QuarantineEntry> entries) {
    return new QuarantineLog() {
      @Override
      public boolean scan(QuarantineFilter filter, Predicate<QuarantineEntry> visitor) {
        return entries.stream().filter(filter).allMatch(visitor);
      }

      @Override
      public Optional<QuarantineEntry> at(QuarantinePlace place) {
        return entries.stream().filter(entry -> entry.place().equals(place)).findFirst();
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }
}
