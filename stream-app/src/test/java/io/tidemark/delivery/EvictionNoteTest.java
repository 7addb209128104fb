package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.store.StoreState.Eviction;
import org.junit.jupiter.api.Test;

class EvictionNoteTest {
  private final PrometheusExport export = new PrometheusExport();
  private final EvictionNote evictions = new EvictionNote(export.metrics().store());

  private String scraped(String name) {
    return export.scrape().lines().filter(line -> line.startsWith(name)).findFirst().orElse("none");
  }

  @Test
  void nothingIsSaidOfAStoreThatKeepsWhatItHas() {
    evictions.look(Eviction.NONE);

    assertThat(evictions.note()).isEmpty();
    assertThat(scraped("tidemark_store_evicting")).endsWith(" 0.0");
    assertThat(scraped("tidemark_store_evicted_total")).endsWith(" 0.0");
  }

  @Test
  void policyIsNamedAndWhatWasDroppedSinceIsCounted() {
    evictions.look(new Eviction("allkeys-lru", true, 5));
    assertThat(scraped("tidemark_store_evicted_total")).as("before us").endsWith(" 0.0");
    evictions.look(new Eviction("allkeys-lru", true, 7));
    evictions.look(new Eviction("allkeys-lru", true, 1));
    evictions.look(new Eviction("allkeys-lru", true, 4));

    assertThat(evictions.note().orElseThrow()).contains("allkeys-lru", "4 keys", "noeviction");
    assertThat(scraped("tidemark_store_evicting")).endsWith(" 1.0");
    assertThat(scraped("tidemark_store_evicted_total")).endsWith(" 5.0");
  }
}
