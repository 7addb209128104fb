package io.tidemark.app.plan;

import io.tidemark.app.settings.HttpSetting;
import io.tidemark.app.settings.ServeSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.avro.DriftMetric;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.explain.EntityStates;
import io.tidemark.explain.LabelStates;
import io.tidemark.explain.OwnerExplainer;
import io.tidemark.explain.ServiceExplainer;
import io.tidemark.figures.LiveFigures;
import io.tidemark.figures.ObservedStore;
import io.tidemark.follow.FollowedDrift;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.serve.CatalogFigures.Drift;
import io.tidemark.store.serve.CatalogFigures.InForce;
import io.tidemark.store.serve.ServePorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whom the feature server asks for what is not in the online store. */
public final class LivePorts {
  private final IngestMetrics metrics;
  private final Map<String, String> sourceByGroup = new HashMap<>();
  private final LiveFigures figures;

  /**
   * Of a process of the service.
   *
   * @param drift current drift by the name of a feature
   * @param baselines those in force by the name of a model
   */
  public LivePorts(
      CheckedDefinitions definitions,
      Catalog catalog,
      Function<String, List<Drift>> drift,
      Function<String, List<InForce>> baselines,
      IngestMetrics metrics,
      Clock wall) {
    this.metrics = metrics;
    definitions
        .groups()
        .forEach(group -> sourceByGroup.put(group.group().versioned(), group.group().source()));
    this.figures =
        new LiveFigures(
            catalog,
            this::newestOfSource,
            drift,
            baselines,
            definitions.definitions().clock(),
            wall);
  }

  /** The drift of the features in a catalogue, as it is shown there. */
  public static FollowedDrift<Drift> drift(Catalog catalog) {
    return new FollowedDrift<>(features(catalog), LivePorts::shown);
  }

  static Drift shown(DriftMetric metric) {
    return new Drift(
        String.valueOf(metric.getModel()),
        String.valueOf(metric.getModelVersion()),
        metric.getWindow(),
        metric.getPsi() == null ? OptionalDouble.empty() : OptionalDouble.of(metric.getPsi()),
        metric.getStatus().name().toLowerCase(Locale.ROOT));
  }

  private static Set<String> features(Catalog catalog) {
    return catalog.entities().stream()
        .flatMap(entity -> entity.features().stream())
        .map(FeatureEntry::field)
        .collect(Collectors.toSet());
  }

  /** The store, whose rows the figures are about. */
  public FeatureStore observed(FeatureStore store) {
    return new ObservedStore(store, figures::stored);
  }

  /** What the feature server of this process asks. */
  public ServePorts ports(Settings settings, EntityStates entities, LabelStates labels) {
    return ServePorts.NONE
        .with(figures)
        .with(new OwnerExplainer(entities, labels, patience(settings)));
  }

  private OptionalLong newestOfSource(FeatureEntry feature) {
    return metrics.newestEventMs(sourceByGroup.get(feature.group() + "@" + feature.version()));
  }

  /** In a feature server alone. */
  public static ServePorts ofServer(Settings settings) {
    List<URI> service = settings.get(ServeSetting.EXPLAIN_SERVICE);
    return service.isEmpty()
        ? ServePorts.NONE
        : ServePorts.NONE.with(new ServiceExplainer(service, patience(settings)));
  }

  /** Shorter than what the request has, so that it is answered with what went wrong. */
  private static Duration patience(Settings settings) {
    return settings.get(ServeSetting.TIMEOUT).multipliedBy(9).dividedBy(10);
  }

  /**
   * Where other instances reach this one, {@code host:port}. Bound to every interface, it is the
   * machine's address rather than its name: in a cluster names of single instances often do not
   * resolve.
   */
  public static String advertised(Settings settings, InetSocketAddress bound) {
    String chosen = settings.get(HttpSetting.ADVERTISED);
    return chosen.isEmpty() ? host(bound.getAddress()) + ":" + bound.getPort() : chosen;
  }

  /** The same as an address to ask, by the scheme that this process is asked by itself. */
  public static URI endpoint(Settings settings, InetSocketAddress bound) {
    return URI.create(HttpSetting.scheme(settings) + "://" + advertised(settings, bound));
  }

  private static String host(InetAddress bound) {
    String host = (bound.isAnyLocalAddress() ? machine(bound) : bound).getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static InetAddress machine(InetAddress otherwise) {
    try {
      return InetAddress.getLocalHost();
    } catch (UnknownHostException e) {
      return otherwise;
    }
  }
}
