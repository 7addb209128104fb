package io.tidemark.store.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How values look in a reply. */
class ValuesTest {
  private static String json(Object value) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      Values.write(out, value);
    }
    return text.toString();
  }

  @Test
  void singleValuesKeepTheirTypes() throws IOException {
    assertThat(json(9_007_199_254_740_993L)).isEqualTo("9007199254740993");
    assertThat(json(0.1)).isEqualTo("0.1");
    assertThat(json(true)).isEqualTo("true");
    assertThat(json("42")).isEqualTo("\"42\"");
    assertThat(json(null)).isEqualTo("null");
  }

  @Test
  void listsAreArraysOfTheirElements() throws IOException {
    assertThat(json(List.of())).isEqualTo("[]");
    assertThat(json(List.of(3L, 1L))).isEqualTo("[3,1]");
    assertThat(json(List.of(2.5, -0.0))).isEqualTo("[2.5,-0.0]");
    assertThat(json(List.of("b", "a,\"c\""))).isEqualTo("[\"b\",\"a,\\\"c\\\"\"]");
    assertThat(json(List.of(true, false))).isEqualTo("[true,false]");
  }
}
