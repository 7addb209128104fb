/** Quarantine over HTTP, for operators. Imports {@code quarantine}, {@code http} and JSON. */
package io.tidemark.quarantine.serve;
