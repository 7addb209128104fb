package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.records.TopicKeys;
import java.time.Clock;
import java.util.UUID;

/**
 * Asks something of every instance, by a record on the control topic.
 *
 * @param command who asks
 * @param kind what is asked for
 * @param requestedBy for the audit trail, or {@code null}
 */
record ControlRequest(String command, ControlKind kind, String requestedBy) {
  /** Publishes it, as of now, and returns what was published. */
  ControlCommand publish(Settings settings) {
    ControlCommand record =
        ControlCommand.newBuilder()
            .setKind(kind)
            .setId(UUID.randomUUID().toString())
            .setRequestedAt(Clock.systemUTC().instant())
            .setRequestedBy(requestedBy)
            .build();
    new Publication(settings, command)
        .publish(TopicPlan.own(settings).requests().control(), TopicKeys.of(record), record);
    return record;
  }
}
