package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.FeatureVector;
import io.tidemark.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Vectors by our own code against Avro's own, byte by byte and value by value. */
@Timeout(120)
class FeatureVectorPropertyTest {
  private static final long SEED = 20261121;
  private static final int ROUNDS = 2_000;
  private static final int MUTATED = 40;
  private static final GeneratedClasses CLASSES = new GeneratedClasses(FeatureVector.class);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final AvroReader<FeatureVector> reader =
      AvroReader.specific(registry, FeatureVector.class);
  private final RandomVectors vectors = new RandomVectors(SEED);
  private final FeatureVectorReader shortcut = new FeatureVectorReader();

  @Test
  void bytesAreThoseOfAvrosOwnWriter() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      FeatureVector vector = vectors.next();
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(expected, null);
      encode(vector, encoder);

      assertThat(payload(writer.write("s", vector)))
          .as("seed " + SEED + ", round " + round)
          .isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void everyVectorIsReadByTheShortcutAsItWasWritten() {
    for (int round = 0; round < ROUNDS; round++) {
      FeatureVector vector = vectors.next();
      byte[] bytes = writer.write("s", vector);

      assertThat(shortcut.read(bytes, WireFormat.FRAME_BYTES, DecodingLimits.DEFAULT))
          .as("seed " + SEED + ", round " + round)
          .isEqualTo(vector);
      assertThat(reader.read(bytes)).isEqualTo(vector);
    }
  }

  @Test
  void mutatedVectorIsWhatItIsToAvrosOwnReader() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < MUTATED; round++) {
      byte[] valid = writer.write("s", vectors.next());
      for (int at = WireFormat.FRAME_BYTES; at < valid.length; at++) {
        byte[] flipped = valid.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        assertSame(flipped);
        byte[] replaced = valid.clone();
        replaced[at] = (byte) random.nextInt();
        assertSame(replaced);
        assertSame(Arrays.copyOf(valid, at));
        assertSame(Arrays.copyOf(valid, valid.length + 1 + random.nextInt(3)));
      }
    }
  }

  private void assertSame(byte[] bytes) throws IOException {
    Object expected = outcome(() -> plain(bytes));
    assertThat(outcome(() -> reader.read(bytes)))
        .as("seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes))
        .isEqualTo(expected);
  }

  private interface Reading {
    FeatureVector read() throws IOException;
  }

  private static Object outcome(Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (DecodingException e) {
      return e.reason();
    }
  }

  private static FeatureVector plain(byte[] value) throws IOException {
    int offset = WireFormat.FRAME_BYTES;
    PayloadScan.check(FeatureVector.getClassSchema(), value, offset, DecodingLimits.DEFAULT);
    return new SpecificDatumReader<FeatureVector>(CLASSES.schema(), CLASSES.schema(), CLASSES)
        .read(null, DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null));
  }

  @Test
  void vectorInSizedBlocksIsReadToo() throws IOException {
    byte[] frame = Arrays.copyOf(writer.write("s", vectors.next()), WireFormat.FRAME_BYTES);
    for (int round = 0; round < ROUNDS; round++) {
      FeatureVector vector = vectors.next();
      ByteArrayOutputStream blocks = new ByteArrayOutputStream();
      blocks.writeBytes(frame);
      encode(vector, EncoderFactory.get().blockingBinaryEncoder(blocks, null));

      assertThat(reader.read(blocks.toByteArray()))
          .as("seed " + SEED + ", round " + round)
          .isEqualTo(vector);
    }
  }

  private static void encode(FeatureVector vector, Encoder encoder) throws IOException {
    new SpecificDatumWriter<>(FeatureVector.class).write(vector, encoder);
    encoder.flush();
  }

  private static byte[] payload(byte[] framed) {
    return Arrays.copyOfRange(framed, WireFormat.FRAME_BYTES, framed.length);
  }

  @Test
  void vectorOfAnotherSchemaIsResolvedByName() {
    FeatureVector vector = vectors.next();
    Schema older = withoutField(FeatureVector.getClassSchema(), "last_event_time");
    GenericRecord record = new GenericData.Record(older);
    older.getFields().forEach(field -> record.put(field.name(), plainValue(vector, field)));

    FeatureVector read = reader.read(writer.write("older", record));

    vector.setLastEventTime(null);
    assertThat(read).isEqualTo(vector);
    assertThat(FeatureVectorReader.reads(older)).isFalse();
  }

  private static Object plainValue(FeatureVector vector, Schema.Field field) {
    Object value = vector.get(field.name());
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    return value instanceof Enum<?> symbol
        ? new GenericData.EnumSymbol(field.schema(), symbol.name())
        : value;
  }

  private static Schema withoutField(Schema schema, String name) {
    List<Schema.Field> kept =
        schema.getFields().stream()
            .filter(field -> !field.name().equals(name))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, kept);
  }

  @Test
  void lowerLimitsHold() {
    FeatureVector vector = vectors.next();
    vector.setValues(Map.of("list", List.of(1L, 2L, 3L)));
    byte[] bytes = writer.write("s", vector);

    assertThatThrownBy(() -> reader.withLimits(new DecodingLimits(9_999, 5, 1_000)).read(bytes))
        .isInstanceOfSatisfying(
            DecodingException.class,
            e -> assertThat(e.reason()).isEqualTo(DecodingReason.TOO_DEEP));
    assertThatThrownBy(() -> reader.withLimits(new DecodingLimits(9_999, 64, 2)).read(bytes))
        .isInstanceOfSatisfying(
            DecodingException.class,
            e -> assertThat(e.reason()).isEqualTo(DecodingReason.TOO_MANY_ITEMS));
  }

  @Test
  void valueOfAnUnknownTypeIsRefusedAndTheNextVectorIsFine() {
    FeatureVector vector = vectors.next();
    Map<String, Object> values = new HashMap<>(Map.of("n", 1));
    vector.setValues(values);

    assertThatThrownBy(() -> writer.write("s", vector))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("FeatureVector");
    values.put("n", 1L);
    assertThat(reader.read(writer.write("s", vector))).isEqualTo(vector);
  }
}
