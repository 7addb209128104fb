/**
 * What Tidemark reports about itself, in the words of the domain: a class per area declares its
 * meters and has a method per fact.
 */
package io.tidemark.monitoring.metrics;
