/**
 * Which event ids are known: buckets of time, filters on the heap, and the rows that a commit adds.
 * Pure: imports {@code validation}, whose port it serves.
 */
package io.tidemark.seen;
