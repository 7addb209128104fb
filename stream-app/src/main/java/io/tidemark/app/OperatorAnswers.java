package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.DeliveryPlan;
import io.tidemark.app.settings.FeatureSetting;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.console.ConsoleAnswers;
import io.tidemark.console.Overview;
import io.tidemark.console.RunningBuild;
import io.tidemark.desk.ErasureDesk;
import io.tidemark.monitoring.metrics.RunMetrics.Build;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/** What the console is told about this process. */
final class OperatorAnswers {
  private OperatorAnswers() {}

  static ConsoleAnswers of(Basis basis, RunningTopology topology, ErasureDesk erasures) {
    Overview overview =
        new Overview(
            running(basis), basis.definitions().definitions(), topology::instances, basis.wall());
    return new ConsoleAnswers(overview, erasures::latest);
  }

  private static RunningBuild running(Basis basis) {
    Build build = BuildInfo.running(DeliveryPlan.hash(basis.definitions()));
    return new RunningBuild(
        basis.settings().get(KafkaSetting.APPLICATION_ID),
        build.version(),
        build.commit(),
        build.definitions(),
        build.java(),
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
        basis.settings().get(FeatureSetting.PIN));
  }
}
