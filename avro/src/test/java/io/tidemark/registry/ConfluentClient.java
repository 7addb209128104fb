package io.tidemark.registry;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/**
 * Confluent's own client, called by reflection: its classes, in a jar with an Avro of their own,
 * live in a class loader that sees SLF4J and the JDK alone.
 */
final class ConfluentClient implements AutoCloseable {

  private static final String ROOT = "io.confluent.kafka.schemaregistry.";

  /** A failure as Confluent's client reports it. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int errorCode;
    private final int status;

    private Refusal(Throwable cause) {
      super(cause);
      this.errorCode = (int) call(cause, "getErrorCode");
      this.status = (int) call(cause, "getStatus");
    }

    int errorCode() {
      return errorCode;
    }

    int status() {
      return status;
    }
  }

  private final URLClassLoader loader;
  private final Object rest;
  private final Object cached;

  ConfluentClient(Path jar, URI base) throws MalformedURLException, ReflectiveOperationException {
    URL slf4j = LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation();
    loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL(), slf4j}, ClassLoader.getPlatformClassLoader());
    rest =
        type("client.rest.RestService").getConstructor(String.class).newInstance(base.toString());
    cached =
        type("client.CachedSchemaRegistryClient")
            .getConstructor(String.class, int.class)
            .newInstance(base.toString(), 100);
  }

  Class<?> clientClass() {
    return cached.getClass();
  }

  int register(String subject, String schema) {
    return (int) call(rest, "registerSchema", schema, subject);
  }

  int registerCached(String subject, String schema) {
    return (int) call(cached, "register", subject, avro(schema));
  }

  String schemaById(int id) {
    return (String) call(call(rest, "getId", id), "getSchemaString");
  }

  String schemaByIdCached(int id) {
    return (String) call(call(cached, "getSchemaById", id), "canonicalString");
  }

  int idOf(String subject, String schema) {
    return (int) call(call(rest, "lookUpSubjectVersion", schema, subject), "getId");
  }

  int idOfCached(String subject, String schema) {
    return (int) call(cached, "getId", subject, avro(schema));
  }

  /** Version, id and schema, in this order. */
  Object[] latest(String subject) {
    return versionIdSchema(call(rest, "getLatestVersion", subject));
  }

  Object[] latestCached(String subject) {
    return versionIdSchema(call(cached, "getLatestSchemaMetadata", subject));
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private Object avro(String schema) {
    try {
      return type("avro.AvroSchema").getConstructor(String.class).newInstance(schema);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass(ROOT + name);
  }

  private static Object[] versionIdSchema(Object found) {
    return new Object[] {call(found, "getVersion"), call(found, "getId"), call(found, "getSchema")};
  }

  private static Object call(Object target, String name, Object... arguments) {
    try {
      return method(target, name, arguments).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause().getClass().getSimpleName().equals("RestClientException")) {
        throw new Refusal(e.getCause());
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method method(Object target, String name, Object... arguments) {
    return Arrays.stream(target.getClass().getMethods())
        .filter(method -> method.getName().equals(name) && accepts(method, arguments))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no method " + name));
  }

  private static boolean accepts(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean integer = types[i] == int.class && arguments[i] instanceof Integer;
      if (!integer && !types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }
}
