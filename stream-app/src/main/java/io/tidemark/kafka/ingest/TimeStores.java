package io.tidemark.kafka.ingest;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.WindowTime;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.TaskStores;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The stores of what time it is in the partitions of an input; none under the wall clock, which
 * goes on by itself.
 *
 * @param time what time it is for windows
 * @param input the source or topic, as stores are named after it
 */
record TimeStores(WindowTime time, String input) {
  boolean isKept() {
    return time.clock() == ClockMode.STREAM;
  }

  private String rows() {
    return "stream-time-" + input;
  }

  private String hook() {
    return "commit-stream-time-" + input;
  }

  /** The rows of a task, which are saved before each commit. */
  KeyValueStore<String, byte[]> open(ProcessorContext<?, ?> context, Runnable save) {
    CommitHook.beforeCommit(context, hook(), save);
    return context.getStateStore(rows());
  }

  TaskStores addTo(TaskStores stores) {
    return isKept() ? stores.rows(rows()).hook(hook()) : stores;
  }
}
