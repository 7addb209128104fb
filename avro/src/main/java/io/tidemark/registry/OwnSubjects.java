package io.tidemark.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subjects that are ours from their first version on: what is compatible with what is for us to
 * say, whatever the registry's default is.
 */
public final class OwnSubjects {
  private static final Logger LOG = LoggerFactory.getLogger(OwnSubjects.class);

  private OwnSubjects() {}

  /**
   * Sets what versions of a subject must be able to do, before there is one. A subject that has
   * versions keeps its level, which somebody may have chosen. A registry that does not let us, or
   * knows no such level, is no reason to stop: the log says so.
   *
   * @throws RegistryUnavailableException when no answer came
   */
  public static void require(SchemaRegistry registry, String subject, CompatibilityLevel level) {
    try {
      if (isNew(registry, subject)) {
        registry.setCompatibility(subject, level);
      }
    } catch (RegistryRejectedException | SchemaNotFoundException e) {
      LOG.warn("Subject {} has the level it has, not {}: {}", subject, level, e.getMessage());
    }
  }

  private static boolean isNew(SchemaRegistry registry, String subject) {
    try {
      registry.latest(subject);
      return false;
    } catch (SchemaNotFoundException e) {
      return true;
    }
  }
}
