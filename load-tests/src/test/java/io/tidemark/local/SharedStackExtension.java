package io.tidemark.local;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands tests one {@link Stack} that starts at the first request of the JVM and ends with it, and
 * says of which kind it is and why.
 *
 * <p>Tests that share it use topics, keys and subjects of their own, run at the same time, and
 * leave every part running.
 */
public final class SharedStackExtension implements ParameterResolver {

  private static final Logger LOG = LoggerFactory.getLogger(SharedStackExtension.class);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedStackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Stack.class, key -> start(), Stack.class);
  }

  private static Stack start() {
    String wanted = System.getProperty("stack", "");
    ContainerEngine engine =
        wanted.equals("local") ? ContainerEngine.none() : ContainerEngine.find(System.getenv());
    StackChoice choice = StackChoice.of(wanted, engine);
    LOG.info("Shared stack: {}", choice);
    return choice.containers()
        ? ContainerStack.start()
        : LocalStack.start(StackOptions.onFreePorts(), LOG::info);
  }
}
