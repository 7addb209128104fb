package io.tidemark.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;

/**
 * A script call whose bytes are ready. The client's own arguments hold the key alone, which is what
 * a cluster client looks at to find the slot.
 */
final class ScriptCommand extends Command<byte[], byte[], Long> {
  private static final int HEAD_ARGUMENTS = 2;

  /** An asterisk, up to ten digits, a line end. */
  private static final int LENGTH_BYTES = 13;

  private final byte[] head;
  private final Arguments arguments;

  private ScriptCommand(CommandType type, byte[] head, byte[] key, Arguments arguments) {
    super(
        type,
        new IntegerOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key));
    this.head = head;
    this.arguments = arguments;
  }

  /**
   * Calls the script by its digest.
   *
   * @param arguments the number of keys, the key, and what the script takes
   */
  static ScriptCommand cached(Script script, byte[] key, Arguments arguments) {
    return new ScriptCommand(CommandType.EVALSHA, script.cached(), key, arguments);
  }

  /** Sends the script along; the server caches it. */
  static ScriptCommand whole(Script script, byte[] key, Arguments arguments) {
    return new ScriptCommand(CommandType.EVAL, script.whole(), key, arguments);
  }

  @Override
  public void encode(ByteBuf target) {
    target.ensureWritable(LENGTH_BYTES + head.length + arguments.size());
    target.writeByte('*');
    writeNumber(target, HEAD_ARGUMENTS + arguments.count());
    target.writeByte('\r').writeByte('\n');
    target.writeBytes(head);
    target.writeBytes(arguments.buffer(), 0, arguments.size());
  }

  private static void writeNumber(ByteBuf target, int number) {
    if (number > 9) {
      writeNumber(target, number / 10);
    }
    target.writeByte('0' + number % 10);
  }
}
