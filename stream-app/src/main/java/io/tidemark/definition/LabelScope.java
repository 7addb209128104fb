package io.tidemark.definition;

import io.tidemark.event.FieldType;
import io.tidemark.event.RecordType;
import io.tidemark.expression.ExpressionError;
import io.tidemark.text.Spelling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a label's expressions may name: the fields of an outcome alone or behind {@link #OUTCOME},
 * and those of its prediction behind {@link #PREDICTION}. Immutable and thread-safe.
 */
public final class LabelScope {
  /** What stands before a field of the outcome. */
  public static final String OUTCOME = "outcome.";

  /** What stands before a field of the prediction. */
  public static final String PREDICTION = "prediction.";

  private static final Pattern MEMBER =
      Pattern.compile("(?<![\\w.'\"])(outcome|prediction)\\.([A-Za-z_]\\w*)");
  private static final String UNKNOWN = "no field '";

  private final RecordType type;
  private final boolean silent;

  private LabelScope(RecordType type, boolean silent) {
    this.type = type;
    this.silent = silent;
  }

  /** Of expressions over an outcome and its prediction. */
  static LabelScope ofOutcome(RecordType outcome, RecordType prediction) {
    Map<String, FieldType> fields = new LinkedHashMap<>(outcome.fields());
    outcome.fields().forEach((name, field) -> fields.put(OUTCOME + name, field));
    prediction.fields().forEach((name, field) -> fields.put(PREDICTION + name, field));
    return new LabelScope(new RecordType(outcome.name(), fields), false);
  }

  /** Of expressions over a prediction that no outcome followed. */
  static LabelScope ofSilence(RecordType prediction) {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    prediction.fields().forEach((name, field) -> fields.put(PREDICTION + name, field));
    return new LabelScope(new RecordType(prediction.name(), fields), true);
  }

  RecordType type() {
    return type;
  }

  /** Says what an error means to whoever wrote a label. */
  ExpressionError explain(String text, ExpressionError error) {
    Matcher member = MEMBER.matcher(text);
    boolean selection = error.message().contains("does not support field selection");
    while (member.find()) {
      boolean meant = selection || error.message().equals(UNKNOWN + member.group(1) + "'");
      if (meant && !type.fields().containsKey(member.group()) && !silent(member.group(1))) {
        return unknown(member.group(1), member.group(2), error);
      }
    }
    if (!error.message().startsWith(UNKNOWN)) {
      return error;
    }
    String hint =
        silent
            ? "a time-out has no outcome: it may read prediction.<field> alone"
            : error.hint().startsWith("the fields are") ? fields("") : error.hint();
    return new ExpressionError(error.line(), error.column(), error.message(), hint);
  }

  private boolean silent(String owner) {
    return silent && OUTCOME.startsWith(owner);
  }

  private ExpressionError unknown(String owner, String field, ExpressionError error) {
    Map<String, FieldType> known = new LinkedHashMap<>();
    type.fields().forEach((name, of) -> known.put(name.replaceFirst("^" + owner + "\\.", ""), of));
    String hint = Spelling.didYouMean(field, known.keySet()).orElse(fields(owner + "."));
    String message = UNKNOWN + field + "' in " + owner;
    return new ExpressionError(error.line(), error.column(), message, hint);
  }

  private String fields(String prefix) {
    StringBuilder names = new StringBuilder("the fields are ");
    String between = "";
    for (String name : type.fields().keySet()) {
      if (name.startsWith(prefix) && (!prefix.isEmpty() || name.indexOf('.') < 0)) {
        names.append(between).append(name.substring(prefix.length()));
        between = ", ";
      }
    }
    return prefix.isEmpty()
        ? names.append(", and prediction.<field>").toString()
        : names.toString();
  }
}
