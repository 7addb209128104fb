/**
 * The way of feature rows into the online store: what is under way, what to do while the store is
 * away, and how a store that lost rows is filled anew. Knows no Kafka and no Redis.
 */
package io.tidemark.delivery;
