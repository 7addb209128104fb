package io.tidemark.join;

import io.tidemark.definition.CheckedDefinitions.CheckedMeasure;
import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Combining;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Several;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.expression.ExpressionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One form of a label, as expressions and in words: a purchase is positive, a refund and a hide are
 * negative, and a hide weighs most.
 *
 * @param numeric the label is worth the amount, a refund a tenth of it less, silence half less
 * @param keyed by order
 * @param ranked the analyst's word counts before the rule's, and that before others'
 * @param ofPrediction a purchase weighs its rank; else the amount
 */
record LabelSample(
    Several several, boolean numeric, boolean keyed, boolean ranked, boolean ofPrediction) {
  static final String NAME = "worth";
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();
  private static final RecordType TYPE = type();
  private static final Map<String, Expression> COMPILED = new HashMap<>();

  /** What is logged; any but time and kind may be null. */
  record Happened(long timeMs, String kind, String id, Double amount, String order, String source) {
    boolean sameId(Happened other) {
      return id != null && id.equals(other.id);
    }

    Fields fields() {
      Map<String, Object> values = new HashMap<>();
      values.put("outcome", kind);
      values.put("id", id);
      values.put("amount", amount);
      values.put("order", order);
      values.put("source", source);
      return values::get;
    }
  }

  static List<LabelSample> all() {
    List<LabelSample> all = new ArrayList<>();
    for (Several several : Several.values()) {
      for (int bits = 0; bits < 16; bits++) {
        all.add(
            new LabelSample(
                several, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0));
      }
    }
    return all;
  }

  private static RecordType type() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    for (String name : List.of("outcome", "id", "order", "source", "outcome.order")) {
      fields.put(name, FieldType.of(Kind.STRING).orNull());
    }
    fields.put("amount", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("outcome.amount", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("prediction.rank", FieldType.of(Kind.INT).orNull());
    return new RecordType("sample", fields);
  }

  private static Expression compiled(String text) {
    return COMPILED.computeIfAbsent(
        text,
        source -> {
          try {
            return COMPILER.compile(source, TYPE);
          } catch (ExpressionException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  JoinEngine engine(JoinHorizons horizons, Long rank) {
    Policy policy =
        new Policy(
            new Combining(several, numeric, keyed, ranked),
            OnTimeout.NEGATIVE,
            Emit.BOTH,
            Model.Late.NONE,
            Model.Sampling.ALL);
    Model.Label label =
        new Model.Label(NAME, Duration.ofMinutes(30), Duration.ZERO, "", null, policy);
    Map<String, Object> prediction = new HashMap<>();
    prediction.put("rank", rank);
    return new JoinEngine(List.of(label), horizons, judge(), logged -> prediction::get);
  }

  Outcome judged(Happened happened) {
    OutcomeJudge.Judged judged = judge().judge(happened.fields());
    return new Outcome(
        "r", happened.timeMs, happened.kind, judged.id(), judged.judgements(), judged.facts());
  }

  private OutcomeJudge judge() {
    CheckedMeasure value =
        numeric
            ? new CheckedMeasure(
                compiled("outcome.amount"), compiled("amount * -0.1"), compiled("-0.5"))
            : new CheckedMeasure(null, null, null);
    CheckedMeasure weight =
        new CheckedMeasure(
            compiled(ofPrediction ? "prediction.rank" : "amount"),
            compiled("outcome == 'hide' ? 3.0 : 0.25"),
            compiled("1.0 / prediction.rank"));
    LabelRule rule =
        new LabelRule(
            NAME,
            compiled("outcome == 'buy'"),
            compiled("outcome in ['refund', 'hide']"),
            value,
            weight,
            keyed ? compiled("outcome.order") : null,
            ranked ? new LabelRule.Ranking(compiled("source"), List.of("analyst", "rule")) : null);
    return new OutcomeJudge(List.of(rule), compiled("id"));
  }

  /** One that says yes or no. */
  private record Word(Happened by, boolean yes, double value, double weight) {}

  /** The label that the rules give in words, over everything at once. */
  String inWords(List<Happened> history, Long rank) {
    boolean unknown = false;
    List<Word> words = new ArrayList<>();
    List<Happened> counting = new ArrayList<>();
    List<Happened> inOrder =
        history.stream().distinct().sorted(Comparator.comparing(Happened::timeMs)).toList();
    for (Happened one : inOrder) {
      boolean yes = one.kind.equals("buy");
      boolean no = one.kind.equals("refund") || one.kind.equals("hide");
      if ((yes || no) && lacks(one, yes, rank)) {
        unknown = true;
      } else if ((yes || no) && words.stream().noneMatch(w -> w.by.sameId(one))) {
        words.add(word(one, yes, rank));
        counting.add(one);
      }
    }
    if (!keyed && !ranked) {
      for (Happened one : inOrder) {
        boolean silent = one.kind.equals("seen");
        if (silent && counting.stream().noneMatch(one::sameId)) {
          counting.add(one);
        }
      }
      counting.sort(Comparator.comparing(Happened::timeMs));
    }
    if (ranked) {
      List<Word> all = List.copyOf(words);
      words.removeIf(w -> all.stream().anyMatch(o -> rival(w, o) && place(o) < place(w)));
      counting.retainAll(words.stream().map(Word::by).toList());
    }
    String said = several == Several.LATEST ? latest(words, counting) : combined(words);
    if (said != null) {
      return said;
    }
    return unknown || rank == null ? "unlabelled" : shown(numeric ? -0.5 : 0, 1.0 / rank);
  }

  private boolean lacks(Happened one, boolean yes, Long rank) {
    boolean amount = one.amount == null && (numeric || yes && !ofPrediction);
    return amount || yes && ofPrediction && rank == null || keyed && one.order == null;
  }

  private Word word(Happened one, boolean yes, Long rank) {
    double value = !numeric ? (yes ? 1 : 0) : yes ? one.amount : one.amount * -0.1;
    double weight = yes ? (ofPrediction ? rank : one.amount) : one.kind.equals("hide") ? 3.0 : 0.25;
    return new Word(one, yes, value, weight);
  }

  private boolean rival(Word one, Word other) {
    return !keyed || one.by.order.equals(other.by.order);
  }

  private static int place(Word word) {
    int place = List.of("analyst", "rule").indexOf(word.by.source);
    return place < 0 ? 2 : place;
  }

  /** Of each kind, or key, the latest is in force; what was positive first decides. */
  private String latest(List<Word> words, List<Happened> counting) {
    Map<String, List<Happened>> groups = new LinkedHashMap<>();
    for (Happened one : counting) {
      groups.computeIfAbsent(keyed ? one.order : one.kind, k -> new ArrayList<>()).add(one);
    }
    Word positive = null;
    long since = Long.MAX_VALUE;
    Happened lastOfAll = null;
    for (List<Happened> group : groups.values()) {
      List<Word> spoken = words.stream().filter(w -> group.contains(w.by)).toList();
      if (spoken.isEmpty()) {
        continue;
      }
      Happened last = group.get(group.size() - 1);
      Word inForce = spoken.stream().filter(w -> w.by == last).findFirst().orElse(null);
      long first = spoken.stream().filter(Word::yes).mapToLong(w -> w.by.timeMs).min().orElse(0);
      if (inForce != null && inForce.yes && first < since) {
        positive = inForce;
        since = first;
      }
      lastOfAll = lastOfAll == null || last.timeMs > lastOfAll.timeMs ? last : lastOfAll;
    }
    if (positive != null) {
      return shown(positive.value, positive.weight);
    }
    Happened decider = lastOfAll;
    return words.stream()
        .filter(w -> w.by == decider)
        .findFirst()
        .map(w -> shown(w.value, w.weight))
        .orElse(decider == null ? null : shown(0, 1));
  }

  private String combined(List<Word> all) {
    List<Word> words = new ArrayList<>(all);
    if (keyed) {
      words.removeIf(w -> all.stream().anyMatch(o -> rival(w, o) && o.by.timeMs > w.by.timeMs));
    }
    List<Word> yes = words.stream().filter(Word::yes).toList();
    if (words.isEmpty()) {
      return null;
    }
    double total = words.stream().mapToDouble(Word::value).sum();
    Word last = words.get(words.size() - 1);
    Word heaviest = most(words, Word::weight);
    if (yes.isEmpty() || several == Several.FIRST && !words.get(0).yes) {
      Word decider =
          several == Several.FIRST ? words.get(0) : several == Several.MAX ? heaviest : last;
      boolean adds = numeric && several == Several.SUM;
      return shown(adds ? total : decider.value, decider.weight);
    }
    Word first = yes.get(0);
    Word largest = most(yes, numeric ? Word::value : Word::weight);
    return switch (several) {
      case SUM ->
          numeric
              ? shown(total, first.weight)
              : shown(1, yes.stream().mapToDouble(Word::weight).sum());
      case COUNT -> numeric ? shown(yes.size(), first.weight) : shown(1, yes.size());
      case MAX -> shown(largest.value, largest.weight);
      default -> shown(first.value, first.weight);
    };
  }

  /** The latest of those with the largest number. */
  private static Word most(List<Word> words, ToDoubleFunction<Word> number) {
    Word most = words.get(0);
    for (Word word : words) {
      most = number.applyAsDouble(word) >= number.applyAsDouble(most) ? word : most;
    }
    return most;
  }

  private static String shown(double value, double weight) {
    return JoinOrderTest.text(value + 0.0, weight + 0.0);
  }
}
