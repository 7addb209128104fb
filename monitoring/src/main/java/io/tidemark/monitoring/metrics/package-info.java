/** The meters of Tidemark: their catalogue, and a facade in the words of the domain. */
package io.tidemark.monitoring.metrics;
