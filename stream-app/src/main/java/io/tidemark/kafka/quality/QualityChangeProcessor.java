package io.tidemark.kafka.quality;

import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.labels.WaitChange;
import io.tidemark.monitoring.quality.CohortChange;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortSums;
import io.tidemark.monitoring.quality.LabelEvent;
import io.tidemark.monitoring.quality.LabelNews;
import io.tidemark.monitoring.quality.LabelledPart;
import io.tidemark.monitoring.quality.ModelNews;
import io.tidemark.monitoring.quality.QualityState;
import io.tidemark.task.TaskClock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The first stage of quality: adds up what happens to the labels of a model, behind the join and in
 * its transaction, per cohort, and how long predictions wait for them.
 *
 * <p>What has changed since the last interval is sent to the owner of the model, once, and
 * forgotten: the transaction that sends it also forgets it, so nothing is lost or sent twice. What
 * is not sent yet is stored at each commit.
 */
final class QualityChangeProcessor implements Processor<String, LabelNews, String, ModelNews> {
  private final QualitySetup setup;
  private final String model;
  private final PacedCommits commits;
  private final Map<CohortKey, CohortSums> changes = new LinkedHashMap<>();
  private final Set<CohortKey> unsaved = new HashSet<>();
  private final Set<CohortKey> stored = new HashSet<>();
  private KeyValueStore<Bytes, byte[]> store;
  private StoredTally tally;
  private WaitsToTell waits;
  private ProcessorContext<String, ModelNews> context;

  QualityChangeProcessor(QualitySetup setup, String model) {
    this.setup = setup;
    this.model = model;
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, ModelNews> processorContext) {
    context = processorContext;
    store = context.getStateStore(setup.changeStore(model));
    List<QualityState> states = List.of(QualityState.READ);
    tally = new StoredTally(setup, context.taskId(), store, List.of(model), states);
    setup.models().get(model).labels().forEach(l -> setup.metrics().labelBegins(model, l.name()));
    load();
    waits = new WaitsToTell(WaitsToTell.steps(setup.models().get(model)), store);
    CommitHook.beforeCommit(context, setup.changeHook(model), this::save);
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> flush());
    commits.start(context);
  }

  /** A task that is closed and revived keeps its processors: what was not committed comes again. */
  private void load() {
    changes.clear();
    unsaved.clear();
    stored.clear();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        if (!next.key.equals(StoredTally.KEY) && !next.key.equals(WaitsToTell.KEY)) {
          CohortKey key = CohortKey.decode(next.key.get());
          changes.put(key, CohortSums.decode(next.value));
          stored.add(key);
        }
      }
    }
  }

  @Override
  public void process(Record<String, LabelNews> record) {
    if (record.value() instanceof LabelNews.Waited waited) {
      waits.add(waited.event());
      if (waits.isFull()) {
        flush();
      }
    } else {
      process((LabelEvent) record.value());
    }
  }

  private void process(LabelEvent event) {
    event.addTo(changes.computeIfAbsent(event.key(), key -> new CohortSums()));
    unsaved.add(event.key());
    if (event.opened() > 0) {
      tally.add(model, QualityState.READ, event.opened());
    }
    if (event.says() != null) {
      LabelledPart part = event.says().part();
      setup.metrics().labelRead(model, event.key().label(), part);
    }
  }

  private void flush() {
    changes.forEach(this::send);
    stored.forEach(key -> store.delete(Bytes.wrap(key.encode())));
    changes.clear();
    unsaved.clear();
    stored.clear();
    // last, since it says up to when everything is told
    tellWaits();
  }

  private void tellWaits() {
    WaitChange told = waits.take();
    if (told != null) {
      long timeMs = Math.max(0, told.throughMs());
      context.forward(new Record<>(model, new ModelNews.OfWaits(told), timeMs));
      commits.forwarded();
    }
  }

  /** What was taken back by the time is nothing to tell. */
  private void send(CohortKey key, CohortSums sums) {
    if (!sums.isZero()) {
      CohortChange change = new CohortChange(key, sums);
      ModelNews news = new ModelNews.OfCohort(change);
      context.forward(new Record<>(key.owner(), news, Math.max(0, key.startMs())));
      commits.forwarded();
    }
  }

  private void save() {
    unsaved.forEach(key -> store.put(Bytes.wrap(key.encode()), changes.get(key).encode()));
    stored.addAll(unsaved);
    unsaved.clear();
    waits.save();
    tally.save(TaskClock.NOT_SET);
  }

  @Override
  public void close() {
    if (tally != null) {
      tally.hide();
    }
  }
}
