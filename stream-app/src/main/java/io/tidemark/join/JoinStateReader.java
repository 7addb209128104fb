package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.Late;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads one join state; the twin of {@link JoinStateWriter}. Not thread-safe. */
final class JoinStateReader {
  private final String requestId;
  private final ByteReader in;
  private final RepeatedTexts texts = new RepeatedTexts();
  private long baseMs;

  JoinStateReader(String requestId, ByteReader in) {
    this.requestId = requestId;
    this.in = in;
  }

  JoinState state() {
    int tag = in.octet();
    baseMs = in.signed();
    return switch (tag) {
      case JoinStateCodec.WAITING -> new Waiting(list(this::held));
      case JoinStateCodec.OPEN ->
          new Open(prediction(), timeMs(), list(this::arrival), list(this::label));
      case JoinStateCodec.CLOSED -> new Closed(baseMs, list(this::closedLabel));
      default -> throw in.damaged("unknown tag " + tag);
    };
  }

  private <T> List<T> list(Supplier<T> each) {
    int size = in.count();
    List<T> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(each.get());
    }
    return items;
  }

  private long timeMs() {
    return baseMs + in.signed();
  }

  private double weight() {
    double value = in.flag() ? 1.0 : in.real();
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw in.damaged("the weight " + value);
    }
    return value;
  }

  private Prediction prediction() {
    return new Prediction(requestId, texts.read(in), texts.read(in), baseMs, in.bytes(), in.text());
  }

  private Held held() {
    return new Held(arrival(), timeMs(), readAt());
  }

  private ReadAt readAt() {
    return new ReadAt(in.number("partition", Integer.MAX_VALUE), in.unsigned());
  }

  private Arrival arrival() {
    return new Arrival(outcome(), timeMs());
  }

  private Outcome outcome() {
    return new Outcome(requestId, timeMs(), texts.read(in), list(this::judgement));
  }

  private Judgement judgement() {
    String label = texts.read(in);
    return new Judgement(label, one(Evidence.values()), weight());
  }

  private OpenLabel label() {
    return new OpenLabel(
        texts.read(in),
        timeMs(),
        timeMs(),
        timeMs(),
        new Policy(one(Several.values()), one(OnTimeout.values()), one(Emit.values()), late()),
        in.flag() ? standing() : null,
        one(Phase.values()));
  }

  private Late late() {
    int late = in.number("late horizon", Integer.MAX_VALUE);
    return new Late(Duration.ofSeconds(late >>> 1), (late & 1) == 1);
  }

  private ClosedLabel closedLabel() {
    String name = texts.read(in);
    long horizonMs = baseMs - spanMs();
    long untilMs = horizonMs - 1 - spanMs();
    return new ClosedLabel(name, untilMs - spanMs(), untilMs, horizonMs);
  }

  private long spanMs() {
    long span = in.unsigned();
    return (span & 1) == 0 ? (span >>> 1) * 1_000 : in.signed();
  }

  private Standing standing() {
    return new Standing(
        in.flag(), weight(), timeMs(), in.number("examples of a label", Integer.MAX_VALUE));
  }

  private <E extends Enum<E>> E one(E[] values) {
    int ordinal = in.octet();
    if (ordinal >= values.length) {
      throw in.damaged("unknown value " + ordinal);
    }
    return values[ordinal];
  }
}
