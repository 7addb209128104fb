package io.tidemark.expression;

import dev.cel.common.CelIssue;
import io.tidemark.text.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what CEL's parser and checker found in the words of a definition's author. */
final class IssueText {
  private static final Pattern UNDECLARED =
      Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern NO_MEMBER = Pattern.compile("undefined field '([^']*)'.*");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '\\((.*)\\)' \\(cand.*");
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:mismatched input|extraneous input|no viable alternative at input"
              + "|token recognition error at:) '(.*?)'(?: expecting .*)?",
          Pattern.DOTALL);
  private static final Pattern BIG_INT = Pattern.compile("For input string: \"(.*?)\".*");
  private static final String KEYWORDS = "write && for and, || for or, ! for not, == for equals";

  private final String text;
  private final Collection<String> fields;
  private final Collection<String> members;

  /**
   * @param fields names of the record's fields
   * @param members names of the fields of nested records
   */
  IssueText(String text, Collection<String> fields, Collection<String> members) {
    this.text = text;
    this.fields = fields;
    this.members = members;
  }

  List<ExpressionError> describe(List<CelIssue> issues) {
    return issues.stream().map(this::describe).toList();
  }

  private ExpressionError describe(CelIssue issue) {
    int line = Math.max(1, issue.getSourceLocation().getLine());
    int column = Math.max(0, issue.getSourceLocation().getColumn()) + 1;
    Wording wording = wording(issue.getMessage());
    return new ExpressionError(line, column, wording.message, wording.hint);
  }

  private record Wording(String message, String hint) {}

  private Wording wording(String message) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      return unknownName(undeclared.group(1));
    }
    Matcher noMember = NO_MEMBER.matcher(message);
    if (noMember.matches()) {
      String name = noMember.group(1);
      return new Wording("no field '" + name + "'", Spelling.didYouMean(name, members).orElse(""));
    }
    Matcher noOverload = NO_OVERLOAD.matcher(message);
    if (noOverload.matches()) {
      return mismatch(noOverload.group(1), noOverload.group(2));
    }
    return parsing(message);
  }

  private Wording unknownName(String name) {
    if (Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(text).find()) {
      return new Wording(
          "no function '" + name + "'", Spelling.didYouMean(name, Dialect.FUNCTIONS).orElse(""));
    }
    String known = "the fields are " + String.join(", ", fields);
    return new Wording("no field '" + name + "'", Spelling.didYouMean(name, fields).orElse(known));
  }

  private static Wording mismatch(String function, String types) {
    String operands = readable(types);
    String operator = function.replace("@", "").replace("_", "").replace("[]", "[...]");
    String name = function.startsWith("_") || function.startsWith("@") ? operator : function;
    return new Wording(
        "'" + name + "' is not defined for " + operands, mismatchHint(function, types));
  }

  private static String mismatchHint(String function, String types) {
    boolean equality = function.matches("_[!=]=_");
    if (equality && types.matches("(?:.*, )?null(?:, .*)?")) {
      return "the other side is never null; test the nullable field itself";
    }
    return types.contains("string") && types.matches(".*(int|double|Timestamp).*")
        ? "convert with double(...), int(...), string(...) or timestamp(...)"
        : "";
  }

  /** CEL's type names as a definition's author knows them. */
  static String readable(String types) {
    return types
        .replace("google.protobuf.Timestamp", "timestamp")
        .replace("google.protobuf.Duration", "duration")
        .replaceAll("wrapper\\((\\w+)\\)", "nullable $1")
        .replaceAll(", (?![^()]*\\))", " and ");
  }

  private static Wording parsing(String message) {
    Matcher syntax = SYNTAX.matcher(message);
    if (syntax.matches()) {
      return unexpected(syntax.group(1));
    }
    Matcher bigInt = BIG_INT.matcher(message);
    if (bigInt.matches()) {
      return new Wording("'" + bigInt.group(1) + "' is beyond 64 bits", "write a double, as 1e20");
    }
    return new Wording(message, "");
  }

  private static Wording unexpected(String token) {
    if (token.equals("<EOF>")) {
      return new Wording("the expression ends too early", "");
    }
    boolean word = token.strip().matches("(?i)and|or|not|=|==|is|<>");
    return new Wording("unexpected '" + token.strip() + "'", word ? KEYWORDS : "");
  }
}
