package io.tidemark.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Reads a selection of one key, whose bytes but the key's are ready. */
final class SelectCommand extends Command<byte[], byte[], List<byte[]>> {
  private final Selection selection;
  private final byte[] key;

  SelectCommand(Selection selection, byte[] key) {
    super(
        selection.isAll() ? CommandType.HGETALL : CommandType.HMGET,
        new ValueListOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key));
    this.selection = selection;
    this.key = key;
  }

  @Override
  public void encode(ByteBuf target) {
    target.writeBytes(selection.head());
    Arguments framed = new Arguments(key.length).add(key);
    target.writeBytes(framed.buffer(), 0, framed.size());
    target.writeBytes(selection.tail());
  }
}
