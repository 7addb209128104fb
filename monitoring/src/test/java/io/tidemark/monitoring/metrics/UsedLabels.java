package io.tidemark.monitoring.metrics;

import io.tidemark.monitoring.drift.episode.EpisodeState;
import io.tidemark.monitoring.labels.ModelLabels;
import io.tidemark.monitoring.labels.WaitStep;
import io.tidemark.monitoring.quality.EpisodeStanding;
import io.tidemark.monitoring.quality.Judged;
import io.tidemark.monitoring.quality.LabelledPart;
import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.monitoring.quality.QualitySeries;
import io.tidemark.monitoring.quality.QualityState;
import java.util.Map;

/** Uses every meter of labels and of episodes of quality. */
final class UsedLabels {
  private UsedLabels() {}

  static void use(TidemarkMetrics metrics, long nowMs) {
    QualitySeries series = new QualitySeries("ranker", "v3", "click", false);
    EpisodeState open = new EpisodeState(nowMs, false, false);
    metrics.quality().labelRead("ranker", "click", LabelledPart.SCORED);
    metrics.quality().changeTaken("ranker", QualityState.COUNTED);
    metrics.quality().predictions(new QualityFigure("ranker", QualityState.READ), 7);
    metrics.quality().show(new EpisodeStanding(series, Judged.AUC, open));
    Map<String, WaitStep> steps = Map.of("click", new WaitStep(60_000));
    metrics.labels().show("ranker", new ModelLabels(steps, 1), nowMs);
  }
}
