package io.tidemark.kafka.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.join.ReadAt;
import io.tidemark.kafka.ingest.SourceRecord;
import io.tidemark.kafka.join.Sided.Refusable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The outcomes of a topic that wait for their predictions, as they came; by where they were read
 * and their request. Not thread-safe.
 */
final class HeldOutcomes {
  private static final char BEFORE_ID = '|';

  /** The row of the models that read the topic; no outcome has it. */
  private static final String MODELS = "";

  private final KeyValueStore<String, byte[]> rows;

  HeldOutcomes(KeyValueStore<String, byte[]> rows) {
    this.rows = rows;
  }

  static String row(ReadAt outcome, String requestId) {
    return outcome.partition() + "-" + outcome.offset() + BEFORE_ID + requestId;
  }

  static String requestId(String row) {
    return row.substring(row.indexOf(BEFORE_ID) + 1);
  }

  /** Whether other models read the topic when that was last noted; so it is at first. */
  boolean areOthers(List<String> models) {
    return !Arrays.equals(bytes(models), rows.get(MODELS));
  }

  /** Notes the models that read the topic. */
  void note(List<String> models) {
    rows.put(MODELS, bytes(models));
  }

  private static byte[] bytes(List<String> models) {
    return String.join("\n", models).getBytes(UTF_8);
  }

  /** The outcome; null where none is held. */
  HeldOutcome get(String row) {
    byte[] stored = rows.get(row);
    return stored == null ? null : HeldOutcome.decode(stored);
  }

  void put(String row, HeldOutcome outcome) {
    rows.put(row, outcome.encode());
  }

  void remove(String row) {
    rows.delete(row);
  }

  void forEach(BiConsumer<String, HeldOutcome> each) {
    try (KeyValueIterator<String, byte[]> all = rows.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> row = all.next();
        if (!row.key.equals(MODELS)) {
          each.accept(row.key, HeldOutcome.decode(row.value));
        }
      }
    }
  }

  /**
   * An outcome that waits for its prediction in every model of its topic, as it came.
   *
   * <p>{@code [format 1][count]{name of a model}[wire][besides]}.
   *
   * @param models those whose hold has not ended, by name
   */
  record HeldOutcome(List<String> models, Refusable source) {
    private static final int FORMAT = 1;

    HeldOutcome {
      models = List.copyOf(models);
    }

    /** The same without a model, and without those that are no more. */
    HeldOutcome without(String model, List<String> declared) {
      return new HeldOutcome(
          models.stream().filter(m -> !m.equals(model) && declared.contains(m)).toList(), source);
    }

    SourceRecord record() {
      return SourceRecord.of(source.besides(), source.wire());
    }

    byte[] encode() {
      ByteWriter out = new ByteWriter().octet(FORMAT).unsigned(models.size());
      models.forEach(out::text);
      return out.bytes(source.wire()).bytes(source.besides()).toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws FormatException when the bytes are of another format or damaged
     */
    static HeldOutcome decode(byte[] bytes) {
      ByteReader in = new ByteReader("held outcome", bytes).expectFormat(FORMAT);
      List<String> models = new ArrayList<>();
      for (int left = in.count(); left > 0; left--) {
        models.add(in.text());
      }
      HeldOutcome held = new HeldOutcome(models, new Refusable(in.bytes(), in.bytes()));
      in.expectEnd();
      return held;
    }
  }
}
