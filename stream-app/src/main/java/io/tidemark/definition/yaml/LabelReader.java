package io.tidemark.definition.yaml;

import io.tidemark.definition.LabelTerms;
import io.tidemark.definition.LabelTerms.Measure;
import io.tidemark.definition.LabelTerms.Priority;
import io.tidemark.definition.Model.By;
import io.tidemark.definition.Model.Combining;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.Label;
import io.tidemark.definition.Model.Late;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Sampling;
import io.tidemark.definition.Model.Several;
import io.tidemark.definition.SourceMap;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads {@code labels}. */
final class LabelReader {
  private static final Map<String, OnTimeout> ON_TIMEOUT =
      Map.of("negative", OnTimeout.NEGATIVE, "unlabelled", OnTimeout.UNLABELLED);
  private static final Map<String, Emit> EMIT =
      Map.of("eager", Emit.EAGER, "at_close", Emit.AT_CLOSE, "both", Emit.BOTH);
  private static final Map<String, Several> SEVERAL =
      Map.of(
          "latest", Several.LATEST,
          "first", Several.FIRST,
          "any", Several.ANY,
          "sum", Several.SUM,
          "count", Several.COUNT,
          "max", Several.MAX);

  private static final Map<String, By> BY =
      Map.of("request_id", By.REQUEST_ID, "user_id", By.USER_ID, "item_id", By.ITEM_ID);
  private static final Map<String, Boolean> LATE = Map.of("ignore", false, "correct", true);

  private final SourceMap sourceMap;

  LabelReader(SourceMap sourceMap) {
    this.sourceMap = sourceMap;
  }

  /**
   * Reads a label.
   *
   * @param cohort how long predictions are gathered whose quality is measured together
   */
  Label read(MappingReader in, Duration cohort) {
    String name = in.name("name", NameForm.IDENTIFIER);
    int version = in.positive("version", 1);
    Duration window = in.duration("window", DurationRange.WAIT, null);
    Duration grace = in.duration("grace", DurationRange.ALLOWANCE, Duration.ZERO);
    OnTimeout onTimeout = in.choice("on_timeout", ON_TIMEOUT, OnTimeout.NEGATIVE);
    LabelTerms terms = terms(in, onTimeout);
    Combining combining =
        new Combining(
            in.choice("several", SEVERAL, Several.LATEST),
            in.has("value"),
            terms.by() != null,
            terms.priority() != null);
    Policy policy =
        new Policy(
            combining,
            onTimeout,
            in.choice("emit", EMIT, Emit.BOTH),
            late(in),
            sampling(in),
            propensityClip(in),
            cohort);
    in.finish();
    Label label = in.located(new Label(name, version, window, grace, terms, policy), sourceMap);
    locate(label, terms.value(), "value");
    locate(label, terms.weight(), "weight");
    return label;
  }

  private static Late late(MappingReader in) {
    Duration horizon = in.duration("late_horizon", DurationRange.ALLOWANCE, Duration.ZERO);
    boolean corrects = in.choice("late", LATE, false);
    if (corrects && horizon.isZero()) {
      in.problem("late", "correct", "needs a late_horizon above 0", "for instance 7d");
    }
    return new Late(horizon, corrects);
  }

  private static Sampling sampling(MappingReader in) {
    return in.mapping("negatives").map(LabelReader::kept).orElse(Sampling.ALL);
  }

  private static Sampling kept(MappingReader in) {
    double keep = in.positiveNumber("keep");
    By by = in.choice("by", BY, By.REQUEST_ID);
    in.finish();
    if (keep > 1) {
      in.problem("keep", String.valueOf(keep), "must be at most 1", "0.1 keeps a tenth");
    }
    return new Sampling(Math.min(keep, 1), by);
  }

  private static double propensityClip(MappingReader in) {
    return in.mapping("inverse_propensity").map(LabelReader::clip).orElse(0.0);
  }

  private static double clip(MappingReader in) {
    double clip = in.positiveNumber("clip");
    in.finish();
    if (clip < 1) {
      in.problem("clip", String.valueOf(clip), "must be at least 1", "20 is usual");
    }
    return Math.max(clip, 1);
  }

  private LabelTerms terms(MappingReader in, OnTimeout onTimeout) {
    return new LabelTerms(
        in.text("positive"),
        in.optionalText("negative").orElse(null),
        measure(in, "value", onTimeout),
        measure(in, "weight", onTimeout),
        in.optionalText("by").orElse(null),
        in.mapping("priority").map(this::priority).orElse(null));
  }

  /** One expression is that of positive outcomes. */
  private Measure measure(MappingReader in, String key, OnTimeout onTimeout) {
    if (!in.has(key)) {
      return new Measure(null, null, null); // its own: the source map knows parts by identity
    }
    if (!in.isMapping(key)) {
      return new Measure(in.optionalText(key).orElse(null), null, null);
    }
    MappingReader nested = in.mapping(key).orElseThrow();
    Measure measure =
        new Measure(
            nested.optionalText("positive").orElse(null),
            nested.optionalText("negative").orElse(null),
            nested.optionalText("timeout").orElse(null));
    nested.finish();
    requireMeant(in, nested, key, onTimeout);
    return nested.located(measure, sourceMap);
  }

  private static void requireMeant(
      MappingReader in, MappingReader nested, String key, OnTimeout onTimeout) {
    if (nested.has("negative") && !in.has("negative")) {
      nested.problem(
          "negative",
          nested.optionalText("negative").orElse(""),
          "there are no negative outcomes to have a " + key,
          "declare 'negative' of the label, or write 'timeout' for silence");
    }
    if (nested.has("timeout") && onTimeout != OnTimeout.NEGATIVE) {
      nested.problem(
          "timeout",
          nested.optionalText("timeout").orElse(""),
          "a time-out is unlabelled and has no " + key,
          "remove it, or write on_timeout: negative");
    }
  }

  private Priority priority(MappingReader in) {
    Priority priority = new Priority(in.text("of"), in.texts("order"));
    in.finish();
    Set<String> named = new HashSet<>();
    for (int i = 0; i < priority.order().size(); i++) {
      String source = priority.order().get(i);
      if (!named.add(source)) {
        in.problem("order[" + i + "]", source, "is named twice", "");
      }
    }
    if (in.isReadable() && priority.order().isEmpty()) {
      in.missing("order", "write order: [analyst, rule], the first before the others");
    }
    return in.located(priority, sourceMap);
  }

  private void locate(Label label, Measure measure, String key) {
    boolean nested = sourceMap.has(measure);
    if (!nested) {
      sourceMap.put(measure, Map.of("positive", sourceMap.find(label, key)));
    }
  }
}
