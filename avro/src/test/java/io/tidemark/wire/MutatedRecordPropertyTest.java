package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import io.tidemark.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is done to a valid record, it is decoded or refused, and costs little. */
@Timeout(120)
class MutatedRecordPropertyTest {

  private static final long SEED = 20261121;
  private static final int ROUNDS = 10_000;
  private static final long MAX_ALLOCATED_BYTES = 1 << 20;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final Random random = new Random(SEED);
  private final Map<DecodingReason, Integer> refused = new EnumMap<>(DecodingReason.class);
  private int decoded;

  @Test
  void mutatedRecordIsDecodedOrRefused() {
    List<byte[]> valid =
        Samples.all().stream().map(record -> writer.write(name(record), record)).toList();
    AvroReader<GenericRecord> reader = AvroReader.generic(registry);
    AvroReader<GenericRecord> resolving =
        AvroReader.bound(registry, schema -> new GenericDatumReader<>(schema, anyEvent()));

    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutate(valid.get(round % valid.size()));
      read(reader, bytes);
      read(resolving, bytes);
    }

    assertThat(decoded).isPositive();
    assertThat(refused)
        .containsKeys(
            DecodingReason.BAD_MAGIC,
            DecodingReason.TRUNCATED,
            DecodingReason.SCHEMA_UNKNOWN,
            DecodingReason.CORRUPT,
            DecodingReason.TRAILING_BYTES,
            DecodingReason.INCOMPATIBLE);
  }

  @Test
  void whatIsDecodedIsWhatAvroDecodes() throws IOException {
    byte[] valid = writer.write("s", Samples.prediction());
    Schema schema = registry.latest("s").schema();
    AvroReader<GenericRecord> reader = AvroReader.generic(registry);

    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutatePayload(valid);
      GenericRecord ours = readOrNull(reader, bytes);
      if (ours != null) {
        assertThat(text(ours)).as(context(bytes)).isEqualTo(text(plain(schema, bytes)));
        decoded++;
      }
    }
    assertThat(decoded).isGreaterThan(100);
  }

  private void read(AvroReader<GenericRecord> reader, byte[] bytes) {
    assertThatCode(() -> count(reader, bytes)).as(context(bytes)).doesNotThrowAnyException();
    // once more: what the first time loads of classes is not the record's
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    count(reader, bytes);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as(context(bytes))
        .isLessThan(MAX_ALLOCATED_BYTES);
  }

  private void count(AvroReader<GenericRecord> reader, byte[] bytes) {
    try {
      reader.read(bytes);
      decoded++;
    } catch (DecodingException e) {
      refused.merge(e.reason(), 1, Integer::sum);
    }
  }

  private static GenericRecord readOrNull(AvroReader<GenericRecord> reader, byte[] bytes) {
    try {
      return reader.read(bytes);
    } catch (DecodingException e) {
      return null;
    }
  }

  private byte[] mutate(byte[] valid) {
    byte[] bytes = valid.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes = mutateOnce(bytes, 0);
    }
    return bytes;
  }

  private byte[] mutatePayload(byte[] valid) {
    return mutateOnce(valid, WireFormat.FRAME_BYTES);
  }

  private byte[] mutateOnce(byte[] bytes, int from) {
    if (bytes.length <= from) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = from + random.nextInt(bytes.length - from);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
      case 2 -> replaced(bytes, at, (byte) random.nextInt());
      case 3 -> replaced(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
      case 4 -> filled(bytes, at, (byte) 0xff);
      default -> without(bytes, at);
    };
  }

  private static byte[] replaced(byte[] bytes, int at, byte with) {
    byte[] copy = bytes.clone();
    copy[at] = with;
    return copy;
  }

  private byte[] filled(byte[] bytes, int at, byte with) {
    byte[] copy = bytes.clone();
    Arrays.fill(copy, at, Math.min(copy.length, at + 1 + random.nextInt(10)), with);
    return copy;
  }

  private static byte[] without(byte[] bytes, int at) {
    byte[] copy = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, copy, at, copy.length - at);
    return copy;
  }

  private static GenericRecord plain(Schema schema, byte[] value) throws IOException {
    int offset = WireFormat.FRAME_BYTES;
    return new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null));
  }

  /** As text with sorted keys, in which neither map order nor the class of strings matters. */
  private static String text(Object value) {
    if (value instanceof GenericRecord record) {
      return record.getSchema().getFields().stream()
          .map(field -> field.name() + "=" + text(record.get(field.pos())))
          .toList()
          .toString();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, item) -> sorted.put(key.toString(), text(item)));
      return sorted.toString();
    }
    return String.valueOf(value);
  }

  private static Schema anyEvent() {
    return SchemaBuilder.record("io.tidemark.avro.UserEvent")
        .fields()
        .requiredString("event_id")
        .optionalDouble("price")
        .optionalString("added")
        .endRecord();
  }

  private static String name(SpecificRecordBase record) {
    return record.getSchema().getName();
  }

  private static String context(byte[] bytes) {
    return "seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes);
  }
}
