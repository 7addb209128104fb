package io.tidemark.contribution;

import io.tidemark.contribution.Contribution.GroupInputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of an {@link EntityInput} on a repartition topic.
 *
 * <p>Of an event {@code [format 1][time: long][groups: short]}, or format 2 when it is from the
 * past, then per group {@code [id: UTF][values: short]} and per value a tag byte and the value. Of
 * a group that has caught up {@code [format 3][id: UTF][partition: int][partitions: int]}. Readers
 * keep accepting every format ever written.
 */
public final class EntityInputCodec {
  private static final byte LIVE = 1;
  private static final byte PAST = 2;
  private static final byte CAUGHT_UP = 3;

  private EntityInputCodec() {}

  public static byte[] encode(EntityInput input) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (input instanceof EntityInput.Contributed contributed) {
        out.writeByte(contributed.past() ? PAST : LIVE);
        write(out, contributed.contribution());
      } else if (input instanceof EntityInput.CaughtUp caughtUp) {
        out.writeByte(CAUGHT_UP);
        out.writeUTF(caughtUp.group());
        out.writeInt(caughtUp.partition());
        out.writeInt(caughtUp.partitions());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Contribution contribution) throws IOException {
    out.writeLong(contribution.timeMs());
    out.writeShort(contribution.groups().size());
    for (GroupInputs group : contribution.groups()) {
      writeGroup(out, group);
    }
  }

  public static EntityInput decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      return switch (format) {
        case LIVE, PAST -> new EntityInput.Contributed(readContribution(in), format == PAST);
        case CAUGHT_UP -> new EntityInput.CaughtUp(in.readUTF(), in.readInt(), in.readInt());
        default ->
            throw new IllegalArgumentException(
                "Unknown contribution format "
                    + format
                    + ": this version reads formats 1 to "
                    + CAUGHT_UP
                    + ". Run the version that wrote it until the repartition topic is drained.");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Contribution readContribution(DataInputStream in) throws IOException {
    long timeMs = in.readLong();
    int groups = in.readShort();
    List<GroupInputs> inputs = new ArrayList<>(groups);
    for (int i = 0; i < groups; i++) {
      inputs.add(readGroup(in));
    }
    return new Contribution(timeMs, inputs);
  }

  private static void writeGroup(DataOutputStream out, GroupInputs group) throws IOException {
    out.writeUTF(group.group());
    out.writeShort(group.values().length);
    for (Object value : group.values()) {
      writeValue(out, value);
    }
  }

  private static GroupInputs readGroup(DataInputStream in) throws IOException {
    String name = in.readUTF();
    Object[] values = new Object[in.readShort()];
    for (int i = 0; i < values.length; i++) {
      values[i] = readValue(in);
    }
    return new GroupInputs(name, values);
  }

  private static void writeValue(DataOutputStream out, Object value) throws IOException {
    if (value == null) {
      out.writeByte('0');
    } else if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeDouble(number);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? 't' : 'f');
    } else {
      byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
      out.writeByte('s');
      out.writeInt(text.length);
      out.write(text);
    }
  }

  private static Object readValue(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case '0' -> null;
      case 'l' -> in.readLong();
      case 'd' -> in.readDouble();
      case 't' -> Boolean.TRUE;
      case 'f' -> Boolean.FALSE;
      case 's' -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      default -> throw new IOException("Unknown value tag " + tag);
    };
  }
}
