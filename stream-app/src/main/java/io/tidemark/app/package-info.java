/**
 * The composition root: builds the service, or the feature server alone, starts its parts in order
 * and stops them in the opposite one. May import everything; nothing but {@code app.cli} imports
 * it.
 */
package io.tidemark.app;
