package io.tidemark.contribution;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.contribution.Contribution.GroupInputs;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of an {@link EntityInput} on a repartition topic. Stateless and thread-safe.
 *
 * <pre>
 * input        = format:2  kind  body
 * contribution = time  clock:0|1  distance?  count ( group's id  count value* )*     of kind 0, of the past of kind 1
 * caught up    = group's id  partition  partitions             of kind 2
 * erased       = id  before  requested:0|1  parts             of kind 3
 * distance     = of the time from the partition's stream time
 * value        = tag  ( number | eight bytes | text )?
 * </pre>
 */
public final class EntityInputCodec {
  private static final int FORMAT = 2;

  private static final int LIVE = 0;
  private static final int PAST = 1;
  private static final int CAUGHT_UP = 2;
  private static final int ERASED = 3;

  private static final int NULL = '0';
  private static final int LONG = 'l';
  private static final int DOUBLE = 'd';
  private static final int TRUE = 't';
  private static final int FALSE = 'f';
  private static final int STRING = 's';

  private EntityInputCodec() {}

  /** The bytes of the input. */
  public static byte[] encode(EntityInput input) {
    ByteWriter out = new ByteWriter().octet(FORMAT);
    if (input instanceof EntityInput.Contributed contributed) {
      out.octet(contributed.past() ? PAST : LIVE);
      write(contributed.contribution(), contributed.clockMs(), out);
    } else if (input instanceof EntityInput.CaughtUp told) {
      out.octet(CAUGHT_UP).text(told.group());
      out.unsigned(told.partition()).unsigned(told.partitions());
    } else if (input instanceof EntityInput.Erased erased) {
      out.octet(ERASED).text(erased.id()).signed(erased.beforeMs());
      out.flag(erased.requested()).unsigned(erased.parts());
    }
    return out.toByteArray();
  }

  private static void write(Contribution contribution, long clockMs, ByteWriter out) {
    out.signed(contribution.timeMs()).flag(clockMs != EntityInput.NO_CLOCK);
    if (clockMs != EntityInput.NO_CLOCK) {
      out.signed(clockMs - contribution.timeMs());
    }
    out.unsigned(contribution.groups().size());
    for (GroupInputs group : contribution.groups()) {
      out.text(group.group()).unsigned(group.values().length);
      for (Object value : group.values()) {
        write(value, out);
      }
    }
  }

  private static void write(Object value, ByteWriter out) {
    if (value == null) {
      out.octet(NULL);
    } else if (value instanceof Double number) {
      out.octet(DOUBLE).real(number);
    } else if (value instanceof Long number) {
      out.octet(LONG).signed(number);
    } else if (value instanceof Boolean truth) {
      out.octet(truth ? TRUE : FALSE);
    } else {
      out.octet(STRING).text(value.toString());
    }
  }

  /**
   * The input in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static EntityInput decode(byte[] bytes) {
    ByteReader in = new ByteReader("contribution", bytes).expectFormat(FORMAT);
    EntityInput input = next(in.number("kind", ERASED), in);
    in.expectEnd();
    return input;
  }

  private static EntityInput next(int kind, ByteReader in) {
    return switch (kind) {
      case CAUGHT_UP -> nextCaughtUp(in);
      case ERASED -> nextErased(in);
      default -> nextContributed(in, kind == PAST);
    };
  }

  private static EntityInput nextErased(ByteReader in) {
    return new EntityInput.Erased(
        in.text(), in.signed(), in.flag(), in.number("parts", Integer.MAX_VALUE));
  }

  private static EntityInput nextCaughtUp(ByteReader in) {
    return new EntityInput.CaughtUp(
        in.text(),
        in.number("partition", Integer.MAX_VALUE),
        in.number("number of partitions", Integer.MAX_VALUE));
  }

  private static EntityInput nextContributed(ByteReader in, boolean past) {
    long timeMs = in.signed();
    long clockMs = in.flag() ? timeMs + in.signed() : EntityInput.NO_CLOCK;
    return new EntityInput.Contributed(nextContribution(timeMs, in), past, clockMs);
  }

  private static Contribution nextContribution(long timeMs, ByteReader in) {
    int groups = in.count();
    List<GroupInputs> inputs = new ArrayList<>(groups);
    for (int i = 0; i < groups; i++) {
      inputs.add(new GroupInputs(in.text(), nextValues(in)));
    }
    return new Contribution(timeMs, inputs);
  }

  private static Object[] nextValues(ByteReader in) {
    Object[] values = new Object[in.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = nextValue(in);
    }
    return values;
  }

  private static Object nextValue(ByteReader in) {
    int tag = in.octet();
    return switch (tag) {
      case NULL -> null;
      case LONG -> (Object) in.signed();
      case DOUBLE -> in.real();
      case TRUE, FALSE -> tag == TRUE;
      case STRING -> in.text();
      default -> throw in.damaged("unknown tag " + tag + " of a value");
    };
  }
}
