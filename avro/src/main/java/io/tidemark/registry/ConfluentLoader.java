package io.tidemark.registry;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads jars before anything of ours, so that they meet the libraries they were made with and not
 * our versions of them; types that cross the border are ours. The adapter behind the border is
 * loaded here from our own jar, since it is made of both sides.
 */
final class ConfluentLoader extends URLClassLoader {

  private static final String ADAPTERS = "io.tidemark.registry.confluent.";

  /** Jackson is in Avro's hands on both sides of the border. */
  private static final List<String> SHARED =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "io.tidemark.",
          "org.apache.avro.",
          "com.fasterxml.jackson.",
          "org.slf4j.");

  static {
    registerAsParallelCapable();
  }

  ConfluentLoader(List<URL> jars) {
    super(withOurs(jars), ConfluentLoader.class.getClassLoader());
  }

  private static URL[] withOurs(List<URL> jars) {
    try {
      return Stream.concat(jars.stream(), Stream.of(ConfluentJars.ourCode().toUri().toURL()))
          .toArray(URL[]::new);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (SHARED.stream().anyMatch(name::startsWith) && !name.startsWith(ADAPTERS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : own(name, resolve);
    }
  }

  private Class<?> own(String name, boolean resolve) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, resolve);
    }
  }
}
