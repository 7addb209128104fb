package io.tidemark.kafka.join;

import io.tidemark.kafka.erasure.ReceiptSink;
import io.tidemark.monitoring.metrics.ErasureMetrics;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.records.NamedEntities;
import io.tidemark.task.TaskSum;
import java.time.Duration;

/**
 * How entities are erased from the join of a model.
 *
 * @param entities tells which of them a prediction is about
 * @param kept how long the topic of examples has one, from when it was written
 * @param receipts writes what became of a request
 * @param sink where receipts go
 * @param metrics where tombstones are counted
 * @param underWay erasures that tasks of this process are not done with
 */
public record ErasingSetup(
    NamedEntities entities,
    Duration kept,
    ErasureReceipts receipts,
    ReceiptSink sink,
    ErasureMetrics metrics,
    TaskSum underWay) {}
