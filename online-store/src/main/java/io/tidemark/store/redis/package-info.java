/** The online feature store on Redis 6.2 and later, Redis Cluster's rules and Valkey. */
package io.tidemark.store.redis;
