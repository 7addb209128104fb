package io.tidemark.expression;

import io.tidemark.event.FieldType;
import io.tidemark.event.Fields;
import java.util.Set;

/** An expression as a tree of nodes. */
record CompiledExpression(String text, FieldType type, Set<String> fields, Node root)
    implements Expression {

  @Override
  public Object evaluate(Fields fields) {
    try {
      return root.eval(fields);
    } catch (Failure failure) {
      throw new EvaluationException(
          "Expression \"" + text + "\" failed: " + failure.getMessage(), failure);
    }
  }
}
