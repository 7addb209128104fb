/**
 * Turns checked definitions and settings into the parts of the service: topology, store, HTTP,
 * topics. Decides names and wiring, starts nothing. May import everything but {@code app} and
 * {@code app.cli}.
 */
package io.tidemark.app.plan;
