package io.tidemark.kafka.past;

import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.records.EventReading;
import io.tidemark.task.TaskSum;
import java.util.Set;

/**
 * What the tasks of one source share about its past.
 *
 * @param reading how its records become events
 * @param groups ids of the feature groups it feeds
 * @param history what it held before a group was declared
 * @param remaining records of it that groups still lack
 * @param metrics where what was read is reported
 */
public record PastSetup(
    EventReading reading,
    Set<String> groups,
    SourceHistory history,
    TaskSum remaining,
    IngestMetrics metrics) {}
