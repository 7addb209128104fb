package io.tidemark.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static Headers headers(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
    }
    return headers;
  }

  @Test
  void bothHeadersSurviveAsOneText() {
    Headers both = headers("traceparent", PARENT, "tracestate", "a=1,b=2");

    assertThat(TraceHeaders.read(both)).isEqualTo(PARENT + "\na=1,b=2");
    assertThat(TraceHeaders.write(TraceHeaders.read(both))).isEqualTo(both);
  }

  @Test
  void othersStayBehind() {
    Headers all = headers("other", "x", "traceparent", PARENT, "__value_schema_id", "y");

    assertThat(TraceHeaders.only(all)).isEqualTo(headers("traceparent", PARENT));
    assertThat(TraceHeaders.only(headers("other", "x"))).isEmpty();
  }

  @Test
  void lastOfSeveralHolds() {
    Headers several = headers("traceparent", "old", "traceparent", PARENT);

    assertThat(TraceHeaders.only(several)).isEqualTo(headers("traceparent", PARENT));
  }

  @Test
  void withoutAParentThereIsNoTrace() {
    assertThat(TraceHeaders.read(headers("tracestate", "a=1"))).isEmpty();
    assertThat(TraceHeaders.read(headers("traceparent", ""))).isEmpty();
    assertThat(TraceHeaders.read(headers("traceparent", "two\nlines"))).isEmpty();
    assertThat(TraceHeaders.read(new RecordHeaders().add("traceparent", null))).isEmpty();
  }

  @Test
  void valuesAreKeptByteForByteWhateverTheyAre() {
    byte[] odd = {-1, 0, 'x', (byte) 0xc3};
    Headers kept = TraceHeaders.only(new RecordHeaders().add("traceparent", odd));

    assertThat(kept.lastHeader("traceparent").value()).isEqualTo(odd);
  }
}
