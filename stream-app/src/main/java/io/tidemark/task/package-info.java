/**
 * What tasks of the topology share, whatever they compute: their clock, when they ask for a commit,
 * timers, and figures summed over tasks. Pure: imports {@code definition}.
 */
package io.tidemark.task;
