/** When drift is an alarm, and when it is over: the life of an episode. Imports {@code bytes}. */
package io.tidemark.monitoring.drift.episode;
