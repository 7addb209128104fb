/**
 * The settings of a process: each declared once with its default, rule and meaning, gathered from
 * files, environment and flags, with every problem reported at once. Imports YAML and what
 * settings are checked by.
 */
package io.tidemark.app.settings;
