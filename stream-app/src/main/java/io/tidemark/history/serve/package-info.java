/** The past over HTTP. Imports {@code history}, {@code http} and JSON. */
package io.tidemark.history.serve;
