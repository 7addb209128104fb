package io.tidemark.store.redis;

/** What the bytes in Redis look like. */
public enum RedisLayout {
  /** Text under readable names: any client reads it. */
  PLAIN,
  /** The online store of Feast, entity keys of serialisation version 3: Feast's readers read it. */
  FEAST
}
