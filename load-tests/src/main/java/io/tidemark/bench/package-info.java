/** Benchmarks that print what they measured; run by hand, never as tests. */
package io.tidemark.bench;
