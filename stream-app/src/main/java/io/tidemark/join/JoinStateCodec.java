package io.tidemark.join;

import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;

/**
 * The binary form of {@link JoinState}. Stateless and thread-safe.
 *
 * <pre>
 *   version 1 | tag | body                       numbers are zigzag varints, text is length + UTF-8
 *   tag 0  waiting   count, {outcome, arrived, expires - arrived}
 *   tag 1  open      prediction, count {outcome}, count {label}
 *   tag 2  closed    forget at
 * </pre>
 *
 * <p>Times of an entry are kept relative to one base, and a text that occurs again is a number, so
 * that an open prediction costs its payload and about 60 bytes. The request id is the entry's key
 * and is not repeated.
 */
public final class JoinStateCodec {
  private static final int VERSION = 1;
  private static final int WAITING = 0;
  private static final int OPEN = 1;
  private static final int CLOSED = 2;

  /** Encodes a state; the request id is not part of it. */
  public byte[] encode(JoinState state) {
    StateWriter out = new StateWriter();
    out.number(VERSION);
    if (state instanceof Waiting waiting) {
      write(waiting, out);
    } else if (state instanceof Open open) {
      write(open, out);
    } else if (state instanceof Closed closed) {
      out.number(CLOSED);
      out.number(closed.forgetAtMs());
    }
    return out.bytes();
  }

  /**
   * Decodes a state.
   *
   * @throws IllegalArgumentException when the bytes are of another version, or none of ours
   */
  public JoinState decode(String requestId, byte[] bytes) {
    StateReader in = new StateReader(bytes);
    long version = in.number();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "Unknown version "
              + version
              + " of a join state: must be "
              + VERSION
              + ". Run the release that wrote it.");
    }
    JoinState state = read((int) in.number(), requestId, in);
    in.end();
    return state;
  }

  private static JoinState read(int tag, String requestId, StateReader in) {
    return switch (tag) {
      case WAITING -> readWaiting(requestId, in);
      case OPEN -> readOpen(requestId, in);
      case CLOSED -> new Closed(in.number());
      default -> throw new IllegalArgumentException("Unknown tag " + tag + " of a join state");
    };
  }

  private static void write(Waiting waiting, StateWriter out) {
    long baseMs = waiting.outcomes().get(0).arrivedMs();
    out.number(WAITING);
    out.number(baseMs);
    out.list(
        waiting.outcomes(),
        held -> {
          write(held.outcome(), baseMs, out);
          out.number(held.arrivedMs() - baseMs);
          out.number(held.expiresAtMs() - baseMs);
        });
  }

  private static Waiting readWaiting(String requestId, StateReader in) {
    long baseMs = in.number();
    return new Waiting(
        in.list(
            () -> {
              Outcome outcome = readOutcome(requestId, baseMs, in);
              return new Held(outcome, baseMs + in.number(), baseMs + in.number());
            }));
  }

  private static void write(Open open, StateWriter out) {
    Prediction prediction = open.prediction();
    long baseMs = prediction.timeMs();
    out.number(OPEN);
    out.number(baseMs);
    out.text(prediction.model());
    out.text(prediction.modelVersion());
    out.blob(prediction.payload());
    out.list(open.outcomes(), outcome -> write(outcome, baseMs, out));
    out.list(open.labels(), label -> write(label, baseMs, out));
  }

  private static Open readOpen(String requestId, StateReader in) {
    long baseMs = in.number();
    Prediction prediction = new Prediction(requestId, in.text(), in.text(), baseMs, in.blob());
    return new Open(
        prediction,
        in.list(() -> readOutcome(requestId, baseMs, in)),
        in.list(() -> readLabel(baseMs, in)));
  }

  private static void write(Outcome outcome, long baseMs, StateWriter out) {
    out.number(outcome.timeMs() - baseMs);
    out.text(outcome.kind());
    out.list(
        outcome.judgements(),
        judgement -> {
          out.text(judgement.label());
          out.number(judgement.evidence() == Evidence.POSITIVE ? 1 : 0);
          out.real(judgement.weight());
        });
  }

  private static Outcome readOutcome(String requestId, long baseMs, StateReader in) {
    long timeMs = baseMs + in.number();
    return new Outcome(requestId, timeMs, in.text(), in.list(() -> readJudgement(in)));
  }

  private static Judgement readJudgement(StateReader in) {
    String label = in.text();
    Evidence evidence = in.number() == 1 ? Evidence.POSITIVE : Evidence.NEGATIVE;
    return new Judgement(label, evidence, in.real());
  }

  private static void write(OpenLabel label, long baseMs, StateWriter out) {
    out.text(label.name());
    out.number(label.fromMs() - baseMs);
    out.number(label.untilMs() - baseMs);
    out.number(label.closesAtMs() - baseMs);
    out.number(label.onTimeout() == OnTimeout.NEGATIVE ? 0 : 1);
    out.optional(label.standing(), standing -> write(standing, baseMs, out));
  }

  private static OpenLabel readLabel(long baseMs, StateReader in) {
    String name = in.text();
    long fromMs = baseMs + in.number();
    long untilMs = baseMs + in.number();
    long closesAtMs = baseMs + in.number();
    OnTimeout onTimeout = in.number() == 0 ? OnTimeout.NEGATIVE : OnTimeout.UNLABELLED;
    Standing standing = in.optional(() -> readStanding(baseMs, in));
    return new OpenLabel(name, fromMs, untilMs, closesAtMs, onTimeout, standing);
  }

  private static void write(Standing standing, long baseMs, StateWriter out) {
    out.number(standing.positive() ? 1 : 0);
    out.real(standing.weight());
    out.number(standing.timeMs() - baseMs);
    out.number(standing.revision());
  }

  private static Standing readStanding(long baseMs, StateReader in) {
    boolean positive = in.number() == 1;
    return new Standing(positive, in.real(), baseMs + in.number(), (int) in.number());
  }
}
