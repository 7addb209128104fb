package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records within records, from columns with points in their names and from objects. */
class NestedFieldsTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "fields": [
                {"name": "id", "type": "string"},
                {"name": "after", "type": ["null", {"type": "record", "name": "After", "fields": [
                  {"name": "cust", "type": "long"},
                  {"name": "note", "type": ["null", "string"], "default": null},
                  {"name": "ship", "type": ["null", {"type": "record", "name": "Ship", "fields": [
                    {"name": "city", "type": "string"}]}], "default": null}]}], "default": null},
                {"name": "tags", "type": {"type": "array", "items": "string"}, "default": []},
                {"name": "more", "type": {"type": "map", "values": "double"}, "default": {}}]}""");

  @TempDir private Path folder;

  private List<String> replay(String name, String text, String mapping) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    MappingSpec spec = MappingYaml.parse(mapping);
    List<String> read = new ArrayList<>();
    try (RowReader rows = RowReader.open(file, RowFormat.of(file), spec.form())) {
      RecordMapping records = new RecordMapping(spec, SCHEMA, rows.columns());
      while (rows.hasNext()) {
        GenericRecord value = records.map(rows.next()).orElseThrow().value();
        assertThat(GenericData.get().validate(SCHEMA, value)).isTrue();
        read.add(value.toString().replace("\"", ""));
      }
    }
    return read;
  }

  @Test
  void columnsWithPointsFillRecordsWithin() throws IOException {
    String text = "id,after.cust,after.note,after.ship.city\na,7,x,Rome\nb,8,,\nc,,,\n";
    assertThat(replay("a.csv", text, "{}"))
        .containsExactly(
            "{id: a, after: {cust: 7, note: x, ship: {city: Rome}}, tags: [], more: {}}",
            "{id: b, after: {cust: 8, note: null, ship: null}, tags: [], more: {}}",
            "{id: c, after: null, tags: [], more: {}}");
    assertThatThrownBy(() -> replay("a.csv", "id,after.cust,after.note\nd,,x\n", "{}"))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("column after.cust is empty for field after.cust");
  }

  @Test
  void objectsOfJsonFillRecordsMapsAndArrays() throws IOException {
    String text =
        "{\"id\":\"a\",\"after\":{\"cust\":7.0,\"ship\":{\"city\":\"Rome\"}},\"tags\":[\"x\"],"
            + "\"more\":{\"n\":1}}\n{\"id\":\"b\",\"after\":null}\n";
    assertThat(replay("a.jsonl", text, "{}"))
        .containsExactly(
            "{id: a, after: {cust: 7, note: null, ship: {city: Rome}}, tags: [x], more: {n: 1.0}}",
            "{id: b, after: null, tags: [], more: {}}");
  }

  @Test
  void membersOfObjectsAreColumnsAndFieldsWithinAreTargets() throws IOException {
    String text = "{\"key\":\"a\",\"o\":{\"c\":{\"id\":7},\"n\":2}}\n";
    assertThat(
            replay(
                "a.jsonl",
                text,
                "map: {id: key, after.cust: o.c.id, more.n: o.n}\nwhere: {o.n: 2}"))
        .containsExactly(
            "{id: a, after: {cust: 7, note: null, ship: null}, tags: [], more: {n: 2.0}}");
  }

  @Test
  void problemsOfFieldsWithinAreReported() {
    MappingSpec spec = MappingYaml.parse("map: {after.cost: id, id.x: id, after.ship.city: id}");
    assertThatThrownBy(() -> new RecordMapping(spec, SCHEMA, List.of("id")))
        .isInstanceOfSatisfying(
            MappingException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(2)
                    .anyMatch(p -> p.contains("Unknown field 'cost'") && p.contains("After has"))
                    .anyMatch(p -> p.contains("id is no map and no record")));
  }
}
