package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.UserEvent;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class AvroWriterTest {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);

  @Test
  void generatedRecordsAreWrittenAndReadBack() {
    Samples.all()
        .forEach(
            record ->
                assertThat(
                        AvroReader.specific(registry, record.getClass())
                            .read(writer.write(record.getSchema().getName(), record)))
                    .isEqualTo(record));
  }

  @Test
  void genericRecordsAreWrittenAndReadBack() throws IOException {
    GenericRecord record = new GenericData.Record(fileSchema());
    record.put("event_id", "e1");
    record.put("user_id", "u1");
    record.put("event_type", "view");
    record.put("occurred_at", Samples.AT.toEpochMilli());

    GenericRecord read = AvroReader.generic(registry).read(writer.write("s", record));

    assertThat(read.get("event_id")).isEqualTo("e1");
    assertThat(read.get("occurred_at")).isEqualTo(Samples.AT.toEpochMilli());
    assertThat(read.get("price")).isNull();
  }

  @Test
  void generatedSchemaIsRegisteredAsTheFileReads() throws IOException {
    writer.write("s", Samples.event());

    assertThat(registry.latest("s").schema().toString()).isEqualTo(fileSchema().toString());
  }

  @Test
  void withoutAutoRegistrationTheSchemaMustBeThere() throws IOException {
    AvroWriter strict = new AvroWriter(registry, false);

    assertThatThrownBy(() -> strict.write("s", Samples.event()))
        .isInstanceOf(SchemaNotFoundException.class);
    int id = registry.register("s", fileSchema());

    assertThat(WireFormat.parse(strict.write("s", Samples.event())))
        .isEqualTo(new Framing.Named(new SchemaKey.Id(id), 5));
  }

  @Test
  void eachSubjectIsAskedForItsOwnId() {
    writer.write("one", Samples.event());
    writer.write("two", Samples.event());

    assertThat(registry.versions("one")).hasSize(1);
    assertThat(registry.versions("two")).hasSize(1);
  }

  @Test
  void recordThatDoesNotFitItsSchemaIsRefusedAndTheNextIsFine() throws IOException {
    GenericRecord hollow = new GenericData.Record(fileSchema());

    assertThatThrownBy(() -> writer.write("s", hollow))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("UserEvent");
    assertThat(
            AvroReader.specific(registry, UserEvent.class).read(writer.write("s", Samples.event())))
        .isEqualTo(Samples.event());
  }

  static Schema fileSchema() throws IOException {
    return new Schema.Parser().parse(Path.of("src/main/avro/UserEvent.avsc").toFile());
  }
}
