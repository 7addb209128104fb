package io.tidemark.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Top-level classes depend on Kafka, with their nested ones, unless a list excuses them; whom the
 * list excuses is there and needs it.
 */
final class BeAboutKafka extends ArchCondition<JavaClass> {
  /** As many as there are: lower it with each that goes. */
  private static final int MOST = 11;

  private final Map<String, String> excuses;
  private final Map<String, Boolean> aboutKafka = new HashMap<>();

  /**
   * A condition that fails for all others.
   *
   * @param excuses the reason, by simple name
   */
  BeAboutKafka(Map<String, String> excuses) {
    super("depend on Kafka, or be one of %s", excuses.keySet());
    this.excuses = excuses;
  }

  @Override
  public void check(JavaClass checked, ConditionEvents events) {
    String file = outermost(checked).getName();
    aboutKafka.merge(file, dependsOnKafka(checked), Boolean::logicalOr);
  }

  private static JavaClass outermost(JavaClass nested) {
    return nested.getEnclosingClass().map(BeAboutKafka::outermost).orElse(nested);
  }

  private static boolean dependsOnKafka(JavaClass checked) {
    return checked.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .anyMatch(target -> target.getPackageName().startsWith("org.apache.kafka"));
  }

  @Override
  public void finish(ConditionEvents events) {
    Set<String> without = new HashSet<>();
    aboutKafka.forEach((file, about) -> addIf(!about, simpleName(file), without));
    without.stream()
        .filter(file -> !excuses.containsKey(file))
        .forEach(file -> violate(file, "is a rule without Kafka: it belongs elsewhere", events));
    excuses.keySet().stream()
        .filter(file -> !without.contains(file))
        .forEach(file -> violate(file, "needs its excuse no more: remove it", events));
    if (excuses.size() > MOST) {
      violate("The list of excuses", "has more than " + MOST, events);
    }
  }

  private static String simpleName(String file) {
    return file.substring(file.lastIndexOf('.') + 1);
  }

  private static void addIf(boolean condition, String file, Set<String> files) {
    if (condition) {
      files.add(file);
    }
  }

  private static void violate(String file, String problem, ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(file, file + " " + problem));
  }
}
