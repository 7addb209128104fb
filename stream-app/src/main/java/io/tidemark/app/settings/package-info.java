/**
 * The settings of a process: a class per area declares them, {@code Settings} has what was chosen.
 */
package io.tidemark.app.settings;
