package io.tidemark.expression;

import io.tidemark.event.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The fold that the macros {@code all}, {@code exists}, {@code exists_one}, {@code map} and {@code
 * filter} expand to. A failed step is kept and thrown only when something asks for the accumulator,
 * so that {@code exists} finds a later element, as in CEL.
 *
 * @param iterVar the name of the current element
 * @param accuVar the name of the accumulator
 */
record Comprehension(
    String iterVar, String accuVar, Node range, Node init, Node condition, Node step, Node result)
    implements Node {

  /** Longest list or map that may be iterated. */
  static final int MAX_ELEMENTS = 1_000;

  @Override
  public Object eval(Fields fields) {
    Collection<?> elements = elements(range.eval(fields));
    if (elements == null) {
      return null;
    }
    Scope scope = new Scope(fields, accuVar, iterVar);
    scope.accumulate(init, fields);
    for (Object element : elements) {
      scope.element = element;
      if (!Boolean.TRUE.equals(condition.eval(scope))) {
        break;
      }
      scope.accumulate(step, scope);
    }
    return result.eval(scope);
  }

  private static Collection<?> elements(Object range) {
    Collection<?> elements =
        range instanceof Map<?, ?> map ? map.keySet() : range instanceof List<?> list ? list : null;
    if (elements == null && range != null) {
      throw Failure.noOverload("iteration", range);
    }
    if (elements != null && elements.size() > MAX_ELEMENTS) {
      throw new Failure(elements.size() + " elements to iterate, at most " + MAX_ELEMENTS);
    }
    return elements;
  }

  /** The record's fields with the two variables of the fold in front. One evaluation's own. */
  private static final class Scope implements Fields {
    private final Fields outer;
    private final String accuVar;
    private final String iterVar;
    private Object element;
    private Object accumulator;

    Scope(Fields outer, String accuVar, String iterVar) {
      this.outer = outer;
      this.accuVar = accuVar;
      this.iterVar = iterVar;
    }

    void accumulate(Node step, Fields fields) {
      try {
        accumulator = step.eval(fields);
      } catch (Failure failure) {
        accumulator = failure;
      }
    }

    @Override
    public Object get(String name) {
      if (name.equals(iterVar)) {
        return element;
      }
      if (!name.equals(accuVar)) {
        return outer.get(name);
      }
      if (accumulator instanceof Failure failure) {
        throw failure;
      }
      return accumulator;
    }
  }
}
