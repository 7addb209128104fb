package io.tidemark.local;

import java.nio.file.Path;

/**
 * Kafka, Redis and a schema registry that answer, wherever they run, and a folder for the files of
 * those that use them. Closing ends them and removes the folder.
 */
public interface Stack extends AutoCloseable {

  /** {@code host:port} of the broker; of several, comma-separated. */
  String bootstrapServers();

  /** {@code redis://host:port}. */
  String redisUrl();

  /** Base address of the registry's Confluent-compatible API. */
  String registryUrl();

  /** Where the output of a process of this name goes. */
  Path log(String name);

  /** The folder for files of this name, made when it is missing. */
  Path folder(String name);

  @Override
  void close();
}
