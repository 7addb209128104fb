/**
 * Expressions in CEL, typed against the fields of a record and compiled to nodes that know null.
 * Pure: imports {@code event} and CEL.
 */
package io.tidemark.expression;
