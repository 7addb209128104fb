/**
 * The bytes of Feast's online store on Redis: entity keys of serialisation version 3, hashed field
 * names and protobuf values. Pure: it knows bytes, not Redis.
 */
package io.tidemark.store.feast;
