package io.tidemark.event.avro;

import io.tidemark.event.Fields;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import io.tidemark.wire.StringTypes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading four used fields of a record, bound to its writer, beside the floor: the whole record by
 * Avro's own resolution to the reader's schema, which looks at no logical type.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SourceBindingBenchmark {
  private static final List<String> USED = List.of("id", "user", "at", "price");

  /** How many fields the record has beside. */
  @Param({"2", "16", "64"})
  int others;

  private byte[] value;
  private AvroReader<Fields> bound;
  private AvroReader<GenericRecord> whole;
  private AvroLayout layout;

  /** Writes the record and makes both readers; they agree. */
  @Setup
  public void start() {
    Schema schema = schema();
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    value = new AvroWriter(registry, true).write("s", record(schema));
    Schema strings = StringTypes.withJavaStrings(schema);
    GenericData data = new GenericData();
    data.setFastReaderEnabled(true);
    whole = AvroReader.bound(registry, writer -> new GenericDatumReader<>(writer, strings, data));
    layout = AvroLayout.of(schema);
    bound =
        AvroReader.bound(
            registry, new SourceBinding(schema, Set.copyOf(USED), Set.of(), null, field -> {}));
    if (!used(bound.read(value)).equals(used(layout.fields(whole.read(value))))) {
      throw new IllegalStateException("the readers differ");
    }
  }

  private Schema schema() {
    String more =
        IntStream.range(0, others)
            .mapToObj(i -> "{'name': 'o%d', 'type': ['null', 'string']}".formatted(i))
            .collect(Collectors.joining(","));
    String json =
        "{'type': 'record', 'name': 'E', 'fields': [{'name': 'id', 'type': 'string'},"
            + "{'name': 'user', 'type': 'string'}, {'name': 'price', 'type': ['null', 'double']},"
            + "{'name': 'at', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}},"
            + more
            + "]}";
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  private GenericRecord record(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    record.put("id", "2026-11-30-000000001");
    record.put("user", "user-17850");
    record.put("price", 12.5);
    record.put("at", 1_790_000_000_000L);
    IntStream.range(0, others).forEach(i -> record.put("o" + i, "a text of some length"));
    return record;
  }

  private static List<Object> used(Fields fields) {
    return USED.stream().map(fields::get).toList();
  }

  /** The used fields, bound to the writer. */
  @Benchmark
  public long bound() {
    return read(bound.read(value));
  }

  /** The used fields of the whole record. */
  @Benchmark
  public long whole() {
    return read(layout.fields(whole.read(value)));
  }

  private static long read(Fields fields) {
    long sum = 0;
    for (int i = 0; i < USED.size(); i++) {
      sum += fields.get(USED.get(i)).hashCode();
    }
    return sum;
  }
}
