/**
 * What is remembered of entities that were erased: until when what happened to them does not count,
 * and which erasures the online store has not acknowledged. Pure: knows bytes alone.
 */
package io.tidemark.erasure;
