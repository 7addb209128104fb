package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.settings.ServeSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.app.settings.SettingsLoader;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.avro.Surface;
import io.tidemark.store.serve.CatalogFigures.Drift;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LivePortsTest {

  private static Settings settings(String key, String value) {
    return new SettingsLoader().flags(Map.of(key, value)).load();
  }

  private static String advertised(Settings settings, String bound) throws Exception {
    return LivePorts.advertised(
        settings, new InetSocketAddress(InetAddress.getByName(bound), 8080));
  }

  @Test
  void otherInstancesReachTheAddressBoundUnlessTheSettingSaysOtherwise() throws Exception {
    Settings none = new SettingsLoader().load();
    assertThat(advertised(none, "127.0.0.1")).isEqualTo("127.0.0.1:8080");
    assertThat(advertised(none, "::1")).isEqualTo("[0:0:0:0:0:0:0:1]:8080");
    assertThat(advertised(none, "0.0.0.0")).endsWith(":8080").doesNotContain("0.0.0.0");
    assertThat(advertised(settings("http.advertised", "pod-1.svc:80"), "0.0.0.0"))
        .isEqualTo("pod-1.svc:80");
  }

  @Test
  void addressWithoutAPortIsRefused() {
    for (String wrong : new String[] {"pod-1", "http://pod-1:80", "pod-1:80/x", "pod 1:80"}) {
      assertThatThrownBy(() -> settings("http.advertised", wrong))
          .as(wrong)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("host:port");
    }
  }

  @Test
  void featureServerAsksTheServiceItIsTold() {
    assertThat(LivePorts.ofServer(new SettingsLoader().load()).explainer()).isEmpty();
    Settings told = settings("serve.explain.service", "http://a:1, https://b");
    assertThat(told.get(ServeSetting.EXPLAIN_SERVICE))
        .containsExactly(URI.create("http://a:1"), URI.create("https://b"));
    assertThat(LivePorts.ofServer(told).explainer()).isPresent();
    assertThatThrownBy(() -> settings("serve.explain.service", "a:1"))
        .isInstanceOf(SettingsException.class);
  }

  private static DriftMetric metric(Double psi, DriftStatus status) {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    return DriftMetric.newBuilder()
        .setModel("ranker")
        .setModelVersion("v1")
        .setSurface(Surface.FEATURE)
        .setFeature("spending.spend_1h")
        .setWindow("1h")
        .setWindowMs(3_600_000)
        .setWindowStart(now)
        .setWindowEnd(now)
        .setStatus(status)
        .setPsi(psi)
        .setBins(List.of())
        .setComputedAt(now)
        .build();
  }

  @Test
  void catalogueShowsWhatAMetricSays() {
    assertThat(LivePorts.shown(metric(0.4, DriftStatus.SIGNIFICANT)))
        .isEqualTo(new Drift("ranker", "v1", "1h", OptionalDouble.of(0.4), "significant"));
    assertThat(LivePorts.shown(metric(null, DriftStatus.INSUFFICIENT)))
        .isEqualTo(new Drift("ranker", "v1", "1h", OptionalDouble.empty(), "insufficient"));
  }
}
