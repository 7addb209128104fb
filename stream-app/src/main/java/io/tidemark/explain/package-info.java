/**
 * Explanations of entities as JSON, and how a request for one reaches the process that has the
 * entity's state.
 */
package io.tidemark.explain;
