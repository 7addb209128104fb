package io.tidemark.follow;

import io.tidemark.avro.Baseline;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.records.BaselineRecords;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The baselines there are: all are known before the first prediction is counted. What is no
 * baseline leaves the one in force, a tombstone takes it away. Any thread may ask.
 */
public final class FollowedBaselines implements Followed<Baseline>, Baselines {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedBaselines.class);
  private final Map<String, BaselineProfile> byKey = new ConcurrentHashMap<>();

  @Override
  public Optional<BaselineProfile> of(String model, String version) {
    return Optional.ofNullable(byKey.get(BaselineRecords.key(model, version)));
  }

  @Override
  public void accept(Baseline record) {
    BaselineProfile profile = BaselineRecords.profile(record);
    String key = BaselineRecords.key(profile);
    byKey.put(key, profile);
    LOG.info("Baseline of {} with {} features", key, profile.features().size());
  }

  @Override
  public void remove(String key) {
    byKey.remove(key);
  }
}
