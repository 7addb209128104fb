package io.tidemark.store.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script over one key, with the digest by which the server caches it. */
final class Script {
  /** Stands for the name of the field with the revision. */
  private static final String REVISION = "<revision>";

  /** Removes the fields that are not in {@code fresh}. */
  private static final String REMOVE_OTHERS =
      """
      local others = {}
      for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
        if not fresh[name] then others[#others + 1] = name end
      end
      for i = 1, #others, 4000 do
        redis.call('HDEL', KEYS[1], unpack(others, i, math.min(i + 3999, #others)))
      end
      """;

  /**
   * Replaces the row, unless the one held is of a higher revision, or of the same and a later
   * instant. Arguments: the revision, the time to live, then fields and their values, of which the
   * instant is the first. Fields that are absent now are looked for only when the hash has more
   * than it should. The key is never deleted on the way: in a slot that is moving, the next command
   * on it would be sent elsewhere, and the script end with the row gone. A server out of memory
   * refuses the first HSET, before anything has changed. The loops stay below Lua's limit of some
   * 8,000 values at once.
   */
  static Script write(String revisionField) {
    return new Script(
        revisionField,
        """
            local held = redis.call('HMGET', KEYS[1], '<revision>', '_as_of')
            if held[1] then
              local ahead = tonumber(held[1]) - tonumber(ARGV[1])
              if ahead > 0 then return 0 end
              if ahead == 0 and held[2] and tonumber(held[2]) > tonumber(ARGV[4]) then return 0 end
            end
            redis.call('HSET', KEYS[1], '<revision>', ARGV[1])
            for i = 3, #ARGV, 4000 do
              redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 3999, #ARGV)))
            end
            if redis.call('HLEN', KEYS[1]) * 2 > #ARGV then
              local fresh = {['<revision>'] = true}
              for i = 3, #ARGV, 2 do fresh[ARGV[i]] = true end
            """
            + REMOVE_OTHERS
            + """
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """);
  }

  /**
   * Leaves the revision behind, for a while, unless the row held is of a higher one. It must work
   * on a server out of memory, which refuses HSET unless a command that frees memory has gone
   * before.
   */
  static Script delete(String revisionField) {
    return new Script(
        revisionField,
        """
            local held = redis.call('HGET', KEYS[1], '<revision>')
            if held and tonumber(held) > tonumber(ARGV[1]) then return 0 end
            redis.call('HDEL', KEYS[1], '_status')
            local fresh = {['<revision>'] = true}
            """
            + REMOVE_OTHERS
            + """
            redis.call('HSET', KEYS[1], '<revision>', ARGV[1], '_status', 'DELETED')
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """);
  }

  /**
   * Begins a mark of another identity; the key is never gone on the way. Arguments: the identity,
   * then all fields and their values.
   */
  static Script beginMark() {
    return new Script(
        "identity",
        """
        if redis.call('HGET', KEYS[1], '<revision>') == ARGV[1] then return 0 end
        local fresh = {owner = true, owned_since = true, definitions = true}
        for i = 2, #ARGV, 2 do
          fresh[ARGV[i]] = true
          redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
        end
        """
            + REMOVE_OTHERS
            + "return 1\n");
  }

  /**
   * Makes an application the owner. Arguments: its id, its definitions, the instant, and 1 where
   * another owner loses it. It is the owner since after the one before, whatever its own clock
   * says.
   */
  static Script claim() {
    return new Script(
        "owner",
        """
        local held = redis.call('HGET', KEYS[1], '<revision>')
        if held and held ~= ARGV[1] and ARGV[4] ~= '1' then return 0 end
        if held ~= ARGV[1] then
          local before = tonumber(redis.call('HGET', KEYS[1], 'owned_since') or '') or -1
          local since = string.format('%.0f', math.max(tonumber(ARGV[3]), before + 1))
          redis.call('HSET', KEYS[1], '<revision>', ARGV[1], 'owned_since', since)
        end
        redis.call('HSET', KEYS[1], 'definitions', ARGV[2])
        return 1
        """);
  }

  /**
   * Removes one field of this very mark, and with the last part says that it is complete.
   * Arguments: the identity, the instant, the field.
   */
  static Script endPart() {
    return new Script(
        "identity",
        """
        if redis.call('HGET', KEYS[1], '<revision>') ~= ARGV[1] then return 0 end
        if redis.call('HGET', KEYS[1], 'since') ~= ARGV[2] then return 0 end
        redis.call('HDEL', KEYS[1], ARGV[3])
        for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
          if string.sub(name, 1, 5) == 'part:' then return 1 end
        end
        redis.call('HSET', KEYS[1], 'state', 'complete')
        return 1
        """);
  }

  private final byte[] whole;
  private final byte[] cached;

  /**
   * A script.
   *
   * @param revisionField stands in the text for {@code <revision>}
   */
  Script(String revisionField, String text) {
    byte[] bytes = text.replace(REVISION, revisionField).getBytes(StandardCharsets.UTF_8);
    this.whole = new Arguments().add("EVAL").add(bytes).toBytes();
    this.cached = new Arguments().add("EVALSHA").add(sha1(bytes)).toBytes();
  }

  /** The command and the script itself, as they are sent. */
  byte[] whole() {
    return whole;
  }

  /** The command and the script's SHA-1 in hexadecimal, as they are sent. */
  byte[] cached() {
    return cached;
  }

  private static String sha1(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1.", e);
    }
  }
}
