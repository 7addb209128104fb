/**
 * The settings of a process: a class per area declares them with default, rule and meaning, {@code
 * Settings} has what was chosen. Gathered from files, environment and flags, with every problem
 * reported at once. Imports YAML and what settings are checked by.
 */
package io.tidemark.app.settings;
