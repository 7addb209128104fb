package io.tidemark.kafka.gate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** A consumer that shows what it polls to somebody before it returns it. */
public final class PolledConsumer {
  private PolledConsumer() {}

  /** Makes of what was polled what is returned, on the thread that polls. */
  @FunctionalInterface
  public interface Look {
    ConsumerRecords<byte[], byte[]> at(
        Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled);
  }

  @SuppressWarnings("unchecked")
  public static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, Look look) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              Object result = call(() -> method.invoke(consumer, arguments));
              return method.getName().equals("poll") && arguments[0] instanceof Duration
                  ? look.at(consumer, (ConsumerRecords<byte[], byte[]>) result)
                  : result;
            });
  }

  private interface Reflective {
    Object invoke() throws IllegalAccessException, InvocationTargetException;
  }

  private static Object call(Reflective method) throws Throwable {
    try {
      return method.invoke();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
