package io.tidemark.app.plan;

import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StreamsSetting;
import io.tidemark.app.settings.TopicSetting;
import io.tidemark.kafka.run.StreamsProcess;
import java.util.HashMap;
import java.util.Map;

/** Our settings under the names Kafka Streams knows them by. */
public final class StreamsSettings {
  private StreamsSettings() {}

  public static Map<String, Object> of(Settings settings) {
    Map<String, Object> own = new HashMap<>();
    own.put("application.id", settings.get(KafkaSetting.APPLICATION_ID));
    own.put("state.dir", settings.get(StreamsSetting.STATE_DIR).toString());
    own.put("num.stream.threads", settings.get(StreamsSetting.THREADS));
    own.put("processing.guarantee", settings.get(StreamsSetting.GUARANTEE));
    own.put("commit.interval.ms", settings.get(StreamsSetting.COMMIT_INTERVAL).toMillis());
    own.put("num.standby.replicas", settings.get(StreamsSetting.STANDBYS));
    own.put("replication.factor", settings.get(TopicSetting.REPLICATION));
    return StreamsProcess.config(settings.kafka(), own);
  }
}
