package io.tidemark.app;

import io.tidemark.avro.Baseline;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.Model;
import io.tidemark.follow.FollowedBaselines;
import io.tidemark.kafka.follow.TopicPublisher;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.json.BaselineJson;
import io.tidemark.records.BaselineRecords;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The baselines that models name as files. */
final class BaselineFiles {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineFiles.class);

  private BaselineFiles() {}

  /** Publishes those that are news to the topic, and has them in force before it returns. */
  static void publish(Ground on, FollowedBaselines known) {
    Map<String, BaselineProfile> news = news(on.basis().definitions().definitions(), known);
    if (news.isEmpty()) {
      return;
    }
    try (TopicPublisher<Baseline> publisher =
        new TopicPublisher<>(
            on.clients().producer("baselines"),
            new AvroWriter(on.basis().registry(), true),
            on.basis().topics().baselines())) {
      news.forEach(
          (file, profile) -> {
            Baseline record = BaselineRecords.record(profile, file);
            publisher.publish(BaselineRecords.key(profile), record);
            known.accept(record);
          });
    }
  }

  private static Map<String, BaselineProfile> news(
      Definitions definitions, FollowedBaselines known) {
    Map<String, BaselineProfile> news = new LinkedHashMap<>();
    for (Model model : definitions.models()) {
      String file = model.drift().baselineFile();
      if (file != null) {
        BaselineProfile profile = read(Path.of(file));
        if (known.isNews(profile, file)) {
          news.put(file, profile);
        } else {
          LOG.info("The topic of baselines has that of {}, or a newer one", file);
        }
      }
    }
    return news;
  }

  private static BaselineProfile read(Path file) {
    try {
      return BaselineJson.read(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot read baseline "
              + file
              + ": it must be a JSON file as `tidemark baseline` writes.",
          e);
    }
  }
}
