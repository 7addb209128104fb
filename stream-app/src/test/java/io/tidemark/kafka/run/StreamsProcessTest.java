package io.tidemark.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsProcessTest {

  @Test
  void nothingIsLeftForStreamsToWarnOf() {
    assertThat(StreamsProcess.config(Map.of(), Map.of()))
        .containsEntry(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
  }
}
