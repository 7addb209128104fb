package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.follow.FollowedBaselines;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.records.BaselineRecords;
import io.tidemark.store.serve.CatalogFigures.InForce;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchedModelsTest {
  @Test
  void catalogueNamesTheBaselinesInForceByVersion() {
    FollowedBaselines baselines = new FollowedBaselines();
    baselines.accept(BaselineRecords.record(profile("ranker", "v2"), "rows.csv"));
    baselines.accept(BaselineRecords.record(profile("ranker", "v1"), "rows.csv"));
    baselines.accept(BaselineRecords.record(profile("other", "v1"), "rows.csv"));
    assertThat(WatchedModels.inForce(baselines, "ranker"))
        .containsExactly(
            new InForce("v1", profile("ranker", "v1").hash(), 0, "rows.csv", 1),
            new InForce("v2", profile("ranker", "v2").hash(), 0, "rows.csv", 1));
    assertThat(WatchedModels.inForce(baselines, "nobody")).isEmpty();
  }

  private static BaselineProfile profile(String model, String version) {
    BaselineBuilder builder = new BaselineBuilder(model, version);
    for (int i = 0; i < 100; i++) {
      builder.add(Map.of("price", i));
    }
    return builder.build(Instant.EPOCH);
  }
}
