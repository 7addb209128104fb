/** Drift types as JSON. */
package io.tidemark.monitoring.drift.json;
