package io.tidemark.local;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands tests one {@link LocalStack} that starts at the first request of the JVM and ends with it.
 *
 * <p>Tests that share it use topics, keys and subjects of their own, and leave every part running.
 */
public final class LocalStackExtension implements ParameterResolver {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStackExtension.class);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalStackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalStack.class;
  }

  @Override
  public LocalStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            LocalStack.class,
            key -> LocalStack.start(StackOptions.onFreePorts(), LOG::info),
            LocalStack.class);
  }
}
