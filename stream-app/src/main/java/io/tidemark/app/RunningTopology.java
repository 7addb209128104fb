package io.tidemark.app;

import io.tidemark.app.plan.StreamsSettings;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StreamsSetting;
import io.tidemark.console.Instance;
import io.tidemark.explain.EntityStates;
import io.tidemark.explain.LabelStates;
import io.tidemark.kafka.gate.RegistryGate;
import io.tidemark.kafka.progress.PolledPositions;
import io.tidemark.kafka.query.KafkaEntityStates;
import io.tidemark.kafka.query.KafkaInstances;
import io.tidemark.kafka.query.KafkaLabelStates;
import io.tidemark.kafka.run.GatedClients;
import io.tidemark.kafka.run.RunFigures;
import io.tidemark.kafka.run.StateFolderTakenException;
import io.tidemark.kafka.run.StreamsProcess;
import io.tidemark.kafka.run.TidemarkTopology;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topology as this process runs it. Thread-safe; started once. */
final class RunningTopology {
  private final TidemarkTopology topology;
  private final URI advertised;
  private volatile StreamsProcess streams;

  /**
   * A topology that does not run yet.
   *
   * @param advertised where other instances reach this one
   */
  RunningTopology(TidemarkTopology topology, URI advertised) {
    this.topology = topology;
    this.advertised = advertised;
  }

  /** The entities in its state; none can be found before it runs. */
  EntityStates entities() {
    return new KafkaEntityStates(
        () -> Optional.ofNullable(streams), topology.features(), advertised);
  }

  /** The requests in its state, likewise. */
  LabelStates labels() {
    return new KafkaLabelStates(
        () -> Optional.ofNullable(streams),
        topology.labels().joins(),
        topology.labels().quality().setup(),
        advertised);
  }

  /** All instances of it; none while it does not run. */
  List<Instance> instances() {
    return new KafkaInstances(() -> Optional.ofNullable(streams), advertised).all();
  }

  /**
   * Starts it.
   *
   * @param positions told what its tasks read
   */
  void start(
      Settings settings,
      RegistryGate gate,
      PolledPositions positions,
      Parts parts,
      Serving serving) {
    Map<String, Object> config = StreamsSettings.of(settings);
    config.put("application.server", advertised.getAuthority());
    StreamsProcess process =
        parts.keep(
            process(
                settings,
                config,
                new GatedClients(gate, positions, serving.metrics().run()),
                parts));
    serving.readiness().add("topology", process::notReady);
    streams = process;
    process.start();
    RunFigures figures = process.figures(Clock.systemUTC());
    parts.work("run-figures", figures, figures::close);
  }

  private StreamsProcess process(
      Settings settings, Map<String, Object> config, GatedClients clients, Parts parts) {
    try {
      return new StreamsProcess(topology.build(config), config, clients, parts::end);
    } catch (StateFolderTakenException e) {
      throw StateFolder.taken(settings.get(StreamsSetting.STATE_DIR));
    }
  }
}
