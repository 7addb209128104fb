package io.tidemark.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that keep the wire contracts readable and evolvable. */
class WireContractsTest {

  private static final Path SCHEMAS = Path.of("src/main/avro");

  static List<Schema> contracts() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      return files.sorted().map(WireContractsTest::parse).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void everyTypeAndFieldIsDocumented(Schema contract) {
    for (Schema type : named(contract)) {
      assertThat(type.getDoc()).as(type.getFullName()).isNotBlank().endsWith(".");
      if (type.getType() == Schema.Type.RECORD) {
        type.getFields()
            .forEach(field -> assertThat(field.doc()).as(type + "." + field.name()).endsWith("."));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void timesSayTheirUnit(Schema contract) {
    for (Schema.Field field : fields(contract)) {
      if (field.name().endsWith("_ms") || field.schema().toString().contains("timestamp-millis")) {
        assertThat(field.doc()).as(field.name()).contains("millisecond");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void optionalFieldsDefaultToNull(Schema contract) {
    for (Schema.Field field : fields(contract)) {
      if (field.schema().isNullable()) {
        assertThat(field.schema().getTypes().get(0).getType())
            .as(field.name())
            .isEqualTo(Schema.Type.NULL);
        assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void enumsSurviveSymbolsTheyDoNotKnow(Schema contract) {
    for (Schema type : named(contract)) {
      if (type.getType() == Schema.Type.ENUM) {
        assertThat(type.getEnumDefault()).as(type.getFullName()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void eachFileStandsAloneAndHasAClass(Schema contract) throws ClassNotFoundException {
    Class<?> type = Class.forName(contract.getFullName());

    assertThat(type.getPackageName()).isEqualTo("io.tidemark.avro");
  }

  private static Set<Schema> named(Schema contract) {
    Set<Schema> found = new TreeSet<>((a, b) -> a.getFullName().compareTo(b.getFullName()));
    collect(contract, found);
    return found;
  }

  private static List<Schema.Field> fields(Schema contract) {
    return named(contract).stream()
        .filter(type -> type.getType() == Schema.Type.RECORD)
        .flatMap(type -> type.getFields().stream())
        .toList();
  }

  private static void collect(Schema schema, Set<Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.add(schema)) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM, FIXED -> found.add(schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
      default -> {}
    }
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }
}
