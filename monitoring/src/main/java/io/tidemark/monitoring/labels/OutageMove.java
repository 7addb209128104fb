package io.tidemark.monitoring.labels;

/**
 * A change of an outage.
 *
 * @param label the label's name
 * @param outage as it is from then on: it has opened, or is over
 * @param atMs end of the step in which it was noticed, milliseconds since the Unix epoch
 */
public record OutageMove(String label, Outage outage, long atMs) {}
