package io.tidemark.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A script call whose bytes are ready. The client's own arguments hold the key alone, which is what
 * a cluster client looks at to find the slot.
 */
final class ScriptCommand extends Command<byte[], byte[], Long> {
  private final byte[] head;
  private final Arguments arguments;

  private ScriptCommand(CommandType type, byte[] script, byte[] key, Arguments arguments) {
    super(
        type,
        new IntegerOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key));
    this.head = head(type, script, arguments.count());
    this.arguments = arguments;
  }

  /**
   * Calls the script by its digest.
   *
   * @param arguments the number of keys, the key, and what the script takes
   */
  static ScriptCommand cached(Script script, byte[] key, Arguments arguments) {
    return new ScriptCommand(CommandType.EVALSHA, script.digest(), key, arguments);
  }

  /** Sends the script along; the server caches it. */
  static ScriptCommand whole(Script script, byte[] key, Arguments arguments) {
    return new ScriptCommand(CommandType.EVAL, script.text(), key, arguments);
  }

  private static byte[] head(CommandType type, byte[] script, int arguments) {
    Arguments head = new Arguments().add(type.name()).add(script);
    byte[] length = ("*" + (arguments + 2) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[length.length + head.size()];
    System.arraycopy(length, 0, bytes, 0, length.length);
    System.arraycopy(head.buffer(), 0, bytes, length.length, head.size());
    return bytes;
  }

  @Override
  public void encode(ByteBuf target) {
    target.writeBytes(head);
    target.writeBytes(arguments.buffer(), 0, arguments.size());
  }
}
