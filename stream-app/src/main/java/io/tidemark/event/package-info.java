/**
 * A record as fields of plain Java types, whatever it was encoded in. Pure: imports {@code java.*}
 * alone.
 */
package io.tidemark.event;
