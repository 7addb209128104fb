package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.labels.LabelWait;

/** What the join tells of labels. */
public sealed interface LabelNews permits LabelEvent, LabelNews.Waited {

  /** What has become of waits. */
  record Waited(LabelWait event) implements LabelNews {}
}
