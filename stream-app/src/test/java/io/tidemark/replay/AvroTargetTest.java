package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What text becomes in each type, and what is refused; read back through its plain form. */
class AvroTargetTest {
  private final Remarks remarks = new Remarks();

  private static Schema schema(String type) {
    String json =
        switch (type) {
          case "decimal" -> logical("bytes", "decimal", "\"precision\": 10, \"scale\": 2");
          case "fixed-decimal" ->
              logical(
                  "fixed",
                  "decimal",
                  "\"name\": \"D\", \"size\": 2, \"precision\": 4, \"scale\": 2");
          case "big-decimal" -> logical("bytes", "big-decimal", "\"p\": 1");
          case "date", "time-millis" -> logical("int", type, "\"p\": 1");
          case "uuid" -> logical("string", "uuid", "\"p\": 1");
          case "fixed-uuid" -> logical("fixed", "uuid", "\"name\": \"U\", \"size\": 16");
          case "duration" -> logical("fixed", "duration", "\"name\": \"A\", \"size\": 12");
          case "fixed" -> "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 3}";
          case "enum" -> "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\", \"B\"]}";
          case "int", "long", "float", "double", "boolean", "string", "bytes" -> "\"" + type + "\"";
          default -> logical("long", type, "\"p\": 1");
        };
    return new Schema.Parser().parse(json);
  }

  private static String logical(String type, String name, String more) {
    return "{\"type\": \"%s\", \"logicalType\": \"%s\", %s}".formatted(type, name, more);
  }

  private Object convert(Object value, Schema schema) {
    return new AvroTarget(schema, null, NumberForm.PLAIN, remarks).convert(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int | 17850.0 | 17850",
        "int | 1e3 | 1000",
        "int | ` 12 ` | 12",
        "int | -2147483648 | -2147483648",
        "long | 9223372036854775807 | 9223372036854775807",
        "long | 1.5E1 | 15",
        "float | 0.5 | 0.5",
        "double | ` 3.5 ` | 3.5",
        "double | NaN | NaN",
        "boolean | True | true",
        "boolean | 0 | false",
        "string | ` a ` | ` a `",
        "enum | B | B",
        "bytes | AQL/ | AQL/",
        "fixed | AQL/ | AQL/",
        "decimal | 12.34 | 12.34",
        "decimal | 12.340 | 12.34",
        "decimal | 1e2 | 100.00",
        "decimal | 0e9 | 0.00",
        "decimal | -99999999.99 | -99999999.99",
        "fixed-decimal | -99.99 | -99.99",
        "big-decimal | 1.2300 | 1.2300",
        "date | 2026-03-01 | 2026-03-01",
        "time-millis | 10:00:00.123 | 10:00:00.123",
        "time-micros | 10:00 | 10:00",
        "timestamp-millis | 1969-12-31T23:59:59.999Z | 1969-12-31T23:59:59.999Z",
        "timestamp-micros | 2026-03-01 10:00:00.123456 | 2026-03-01T10:00:00.123456Z",
        "timestamp-nanos | 2026-03-01T10:00:00.000000001+01:00 | 2026-03-01T09:00:00.000000001Z",
        "local-timestamp-millis | 2026-03-01T10:00 | 2026-03-01T10:00",
        "local-timestamp-micros | 1969-12-31 23:59:59.999999 | 1969-12-31T23:59:59.999999",
        "local-timestamp-nanos | 2026-03-01T10:00:00.1 | 2026-03-01T10:00:00.100",
        "uuid | 123E4567-e89b-12d3-a456-426614174000 | 123E4567-e89b-12d3-a456-426614174000",
        "fixed-uuid | 123e4567-e89b-12d3-a456-426614174000 | 123e4567-e89b-12d3-a456-426614174000",
        "duration | P1Y2M3DT4H5M6.007S | P14M3DT14706.007S",
        "duration | PT0.5S | P0M0DT0.500S",
        "duration | P1D | P0M1DT0.000S",
      })
  void textIsReadExactly(String type, String text, String plain) {
    Object converted = convert(text, schema(type));
    assertThat(GenericData.get().validate(schema(type), converted)).isTrue();
    assertThat(PlainValues.jsonValue(PlainValues.of(converted, schema(type))).toString())
        .isEqualTo(plain);
    assertThat(remarks.count(Remarks.Remark.CUT_TIME)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | 17850.5 | whole number",
        "int | 2147483648 | at most 2147483647",
        "int | 1e1000000000 | at most",
        "int | 1,000 | whole number",
        "long | 9223372036854775808 | at most 9223372036854775807",
        "long | -1e19 | at least",
        "float | 1e39 | a number",
        "double | 1e400 | a number",
        "boolean | yes | true, false, 1 or 0",
        "enum | C | one of [A, B]",
        "bytes | a*b | Base64",
        "fixed | AQI= | 3 bytes",
        "decimal | 12.345 | 2 digits after the point",
        "decimal | 100000000 | 8 digits before the point",
        "decimal | 1e1000000000 | 8 digits before the point",
        "decimal | 1e-1000000000 | 2 digits after the point",
        "decimal | twelve | a number",
        "fixed-decimal | 100 | 2 digits before the point",
        "date | 2026-02-30 | a date",
        "date | 2026-03-01T10:00:00Z | a date",
        "time-millis | 24:00 | a time of day",
        "time-millis | 23:59:60 | a time of day",
        "timestamp-millis | 2026-02-30T10:00:00Z | a timestamp",
        "timestamp-nanos | 9999-01-01T00:00:00Z | a timestamp",
        "local-timestamp-millis | 2026-03-01T10:00Z | without an offset",
        "uuid | 1-1-1-1-1 | a UUID",
        "fixed-uuid | 123e4567 | a UUID",
        "duration | 5 minutes | a duration",
        "duration | PT-1S | of 0 to",
        "duration | PT0.0001S | whole milliseconds",
      })
  void textThatDoesNotFitIsRefusedWithTheRule(String type, String text, String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convert(text, schema(type)))
        .withMessageContaining(rule);
  }

  @Test
  void numbersOfJsonAreTheirValue() {
    assertThat(convert(new BigDecimal("12.0"), schema("int"))).isEqualTo(12);
    assertThat(convert(new BigDecimal("1e3"), schema("long"))).isEqualTo(1000L);
    assertThat(convert(new BigDecimal("12.50"), schema("double"))).isEqualTo(12.5);
    assertThat(convert(12L, schema("float"))).isEqualTo(12f);
    assertThat(convert(new BigDecimal("12.0"), schema("string"))).isEqualTo("12.0");
    for (Object wrong : List.of(true, List.of(1L), Map.of("a", 1L), new BigDecimal("0.1"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> convert(wrong, schema("long")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp-millis, 1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
    "timestamp-micros, 2026-03-01T10:00:00.1234567Z, 2026-03-01T10:00:00.123456Z",
    "time-millis, 10:00:00.1234, 10:00:00.123",
    "local-timestamp-millis, 2026-03-01T10:00:00.1239, 2026-03-01T10:00:00.123",
  })
  void timeFinerThanItsFieldIsCutDownwardsAndCounted(String type, String text, String cut) {
    Object converted = convert(text, schema(type));
    assertThat(PlainValues.of(converted, schema(type)).toString()).isEqualTo(cut);
    assertThat(remarks.count(Remarks.Remark.CUT_TIME)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0",
    "0.30000000000000004, 0",
    "9007199254740992, 0",
    "9007199254740993, 1",
    "12345678901234567890, 1",
    "12345678901234567890.12, 1",
    "0.1234567890123456789, 1",
    "1e22, 0",
    "100000000000000000000000, 1",
    "2.50000000000000000000, 0",
  })
  void numberOfMoreDigitsThanADoubleHoldsIsCounted(String text, int rounded) {
    for (Object value : List.of(text, new BigDecimal(text))) {
      Remarks seen = new Remarks();
      double number = Double.parseDouble(text);
      assertThat(new AvroTarget(schema("double"), null, NumberForm.PLAIN, seen).convert(value))
          .isEqualTo(number);
      assertThat(seen.count(Remarks.Remark.ROUNDED_NUMBER)).as("%s", value).isEqualTo(rounded);
    }
  }

  @Test
  void unionTakesTheBranchOfTheValuesOwnType() {
    Schema number = Schema.createUnion(schema("int"), schema("double"), schema("decimal"));
    assertThat(convert(5L, number)).isEqualTo(5);
    assertThat(convert(5_000_000_000L, number)).isEqualTo(5e9);
    assertThat(convert(new BigDecimal("0.5"), number)).isEqualTo(0.5);
    assertThat(convert("5", number)).isEqualTo(5);
    Schema text = Schema.createUnion(schema("enum"), schema("long"), schema("string"));
    assertThat(convert("A", text)).isEqualTo("A");
    assertThat(convert("5", text)).isEqualTo("5");
    Schema time = Schema.createUnion(schema("timestamp-millis"), schema("boolean"));
    assertThat(convert("1970-01-01T00:00:01Z", time)).isEqualTo(1000L);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convert("soon", time))
        .withMessage("must be one of the types of [timestamp-millis, boolean]");
  }

  @Test
  void declaredTypeChoosesTheBranch() {
    Schema union = Schema.createUnion(schema("string"), schema("long"), schema("date"));
    Object number =
        new AvroTarget(union, ColumnSpec.parse("c:long"), NumberForm.PLAIN, remarks).convert("7");
    Object date =
        new AvroTarget(union, ColumnSpec.parse("c:date:dd.MM.yyyy"), NumberForm.PLAIN, remarks)
            .convert("02.01.1970");
    assertThat(List.of(number, date)).containsExactly(7L, 1);
  }
}
