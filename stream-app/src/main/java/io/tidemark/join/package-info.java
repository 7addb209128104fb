/**
 * The join of predictions with outcomes that happen minutes or days later: pure state transitions
 * per request id, without Kafka, a clock or a timer.
 *
 * <pre>
 *   prediction --+                       +--> emissions (labelled, timed out, unlabelled)
 *                +--> JoinEngine.step ---+--> counts
 *   outcome -----+     ^                 +--> next state, next due time
 *   time --------+     +-- state of the request id
 * </pre>
 */
package io.tidemark.join;
