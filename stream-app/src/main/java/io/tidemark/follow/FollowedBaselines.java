package io.tidemark.follow;

import io.tidemark.avro.Baseline;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.records.BaselineRecords;
import io.tidemark.records.TopicKeys;
import io.tidemark.text.KeyParts;
import java.util.Comparator;
import java.util.List;
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
  private static final int KEY_PARTS = 2;
  private final Map<String, Known> byKey = new ConcurrentHashMap<>();

  /**
   * A baseline that is in force.
   *
   * @param source where it is said to be from
   */
  public record Known(BaselineProfile profile, String source) {}

  @Override
  public Optional<BaselineProfile> of(String model, String version) {
    return Optional.ofNullable(byKey.get(BaselineRecords.key(model, version))).map(Known::profile);
  }

  /** Those of a model, by version. */
  public List<Known> of(String model) {
    return byKey.values().stream()
        .filter(known -> known.profile().model().equals(model))
        .sorted(Comparator.comparing(known -> known.profile().version()))
        .toList();
  }

  /**
   * Whether a baseline of a file is to be published: there is none, or another one of the same
   * file, or an older one. What somebody has published since the file was made stays, whatever is
   * started again.
   *
   * @param source where the file's baseline is said to be from
   */
  public boolean isNews(BaselineProfile profile, String source) {
    Known known = byKey.get(BaselineRecords.key(profile));
    if (known == null) {
      return true;
    }
    boolean another = !known.profile().hash().equals(profile.hash());
    boolean later = profile.created().isAfter(known.profile().created());
    return another && (later || known.source().equals(source));
  }

  /** Under two keys two baselines of a version stay, and which one is read last is chance. */
  @Override
  public void requireKey(String key, Baseline record) {
    String right = TopicKeys.ofBaseline(record.getModel(), record.getModelVersion());
    if (!right.equals(key)) {
      throw new IllegalArgumentException(
          "Its key is '"
              + key
              + "' and must be '"
              + right
              + "'. Publish it again, for instance by `tidemark baseline`.");
    }
  }

  @Override
  public void accept(Baseline record) {
    BaselineProfile profile = BaselineRecords.profile(record);
    String key = BaselineRecords.key(profile);
    byKey.put(key, new Known(profile, record.getSource()));
    LOG.info("Baseline of {} with {} features", key, profile.features().size());
  }

  @Override
  public void remove(String key) {
    if (KeyParts.split(key).size() != KEY_PARTS) {
      throw new IllegalArgumentException(
          "The key '" + key + "' of a tombstone must be a model and a version, joined with '|'.");
    }
    byKey.remove(key);
  }
}
