package io.tidemark.kafka.sink;

import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState.Mark;
import java.util.Set;

/**
 * What fills the online store anew when rows that it had acknowledged may be gone: after a wipe, a
 * restart with old data or without, or the fail-over of a server.
 *
 * <p>It is told on every instance, once for each mark, and again after a restart of the instance
 * while parts are left. It sends every row of the parts that are in its hands and reports each with
 * {@link FeatureStore#rebuilt} once their writes are acknowledged; what is in nobody's hands is
 * left to who gets it. Until the last part is reported, rows from before are served as warming.
 */
public interface StoreRebuild {

  /** Nobody does: a replaced store is logged and counted, and the events to come fill it. */
  StoreRebuild NONE =
      new StoreRebuild() {
        @Override
        public Set<String> parts() {
          return Set.of();
        }

        @Override
        public void begin(Mark mark) {}
      };

  /** The names of all parts, the same on every instance. */
  Set<String> parts();

  /**
   * Begins. Called on the thread that writes, which this must not hold up; a part may be done again
   * at will.
   *
   * @param mark what was left in the store: the parts to be done
   */
  void begin(Mark mark);
}
