/**
 * What drift, quality and alarms were in the past, of every series: how it is laid out in rows, and
 * how pages of it are read. Imports records of the topics and JSON; where the rows are is {@code
 * history.disk}'s matter.
 */
package io.tidemark.history;
