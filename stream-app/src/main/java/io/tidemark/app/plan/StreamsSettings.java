package io.tidemark.app.plan;

import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.run.StreamsProcess;
import java.util.HashMap;
import java.util.Map;

/** Our settings under the names Kafka Streams knows them by. */
public final class StreamsSettings {
  private StreamsSettings() {}

  public static Map<String, Object> of(Settings settings) {
    Map<String, Object> own = new HashMap<>();
    own.put("application.id", settings.get(Settings.APPLICATION_ID));
    own.put("state.dir", settings.get(Settings.STATE_DIR).toString());
    own.put("num.stream.threads", settings.get(Settings.THREADS));
    own.put("processing.guarantee", settings.get(Settings.GUARANTEE));
    own.put("commit.interval.ms", settings.get(Settings.COMMIT_INTERVAL).toMillis());
    own.put("num.standby.replicas", settings.get(Settings.STANDBYS));
    own.put("replication.factor", settings.get(Settings.REPLICATION));
    return StreamsProcess.config(settings.kafka(), own);
  }
}
