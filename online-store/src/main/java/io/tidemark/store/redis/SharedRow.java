package io.tidemark.store.redis;

import io.tidemark.store.RowText;

/**
 * The scripts of rows in a hash in which others keep fields of their own. What a row wrote is kept
 * in the row, so that it is known for the row's whether or not it is still declared. It is kept in
 * pieces, {@code _fields}, {@code _fields1} and so on, none longer than what Redis keeps compact.
 *
 * <p>The hash never has a time to live: another may put fields into it at any time, and they would
 * be gone with it. So the row says itself when its time ends, and {@link ExpiredRows} removes it
 * then. Arguments are those of {@link Script}, with the wall clock in place of the time to live.
 */
final class SharedRow {
  /** The revision; not {@code _rev}, since names of four bytes are hashes. */
  static final String REVISION = "_revision";

  /** Begins the names of fields that hold the features that the row wrote, four bytes each. */
  static final String FIELDS = "_fields";

  /**
   * Begins the names of fields that hold its views, separated by commas; one that goes on ends with
   * one.
   */
  static final String VIEWS = "_views";

  /** A hash with a value that is longer takes several times the memory, by default. */
  static final int PIECE_BYTES = 64;

  /** When the row's time ends, milliseconds since the Unix epoch. */
  static final String EXPIRES = "_expires";

  /** A row whose time has ended holds back nothing. */
  private static final String COMPARE =
      """
      local held = redis.call('HMGET', KEYS[1], '<revision>', '_as_of', '_expires', '_fields',
        '_views')
      if held[1] and not (held[3] and tonumber(held[3]) <= tonumber(ARGV[2])) then
        local ahead = tonumber(held[1]) - tonumber(ARGV[1])
        if ahead > 0 then return 0 end
        <same revision>
      end
      """;

  /** What the row wrote before; most rows say it in one piece, which has been read already. */
  private static final String BEFORE =
      """
      local names, views = held[4] or '', held[5] or ''
      local namesIn, viewsIn = 1, 1
      if #names == 64 then
        local piece = redis.call('HGET', KEYS[1], '_fields1')
        while piece do
          names, namesIn = names .. piece, namesIn + 1
          piece = redis.call('HGET', KEYS[1], '_fields' .. namesIn)
        end
      end
      if string.sub(views, -1) == ',' then
        local piece = redis.call('HGET', KEYS[1], '_views1')
        while piece do
          views, viewsIn = views .. piece, viewsIn + 1
          piece = redis.call('HGET', KEYS[1], '_views' .. viewsIn)
        end
      end
      """;

  /** In {@code gone}, what the row wrote before and is not in {@code fresh}. */
  private static final String FIND_GONE =
      """
      local before =
        {'_as_of', '_valid_until', '_event_time', '_expires', '_fields', '_views'}
      for i = 1, namesIn - 1 do before[#before + 1] = '_fields' .. i end
      for i = 1, viewsIn - 1 do before[#before + 1] = '_views' .. i end
      for at = 1, #names, 4 do before[#before + 1] = string.sub(names, at, at + 3) end
      for view in string.gmatch(views, '[^,]+') do before[#before + 1] = '_ts:' .. view end
      local gone = {}
      for _, name in ipairs(before) do
        if not fresh[name] then gone[#gone + 1] = name end
      end
      """;

  private static final String REMOVE_GONE =
      """
      for i = 1, #gone, 4000 do
        redis.call('HDEL', KEYS[1], unpack(gone, i, math.min(i + 3999, #gone)))
      end
      """;

  private SharedRow() {}

  /**
   * As {@link Script#write}, but removes only what the row wrote. A time to live that the hash has
   * from elsewhere is taken from it.
   */
  static Script write() {
    return new Script(
        REVISION,
        COMPARE.replace(
                "<same revision>",
                "if ahead == 0 and held[2] and tonumber(held[2]) > tonumber(ARGV[4]) then return 0"
                    + " end")
            + BEFORE
            + """
            redis.call('HSET', KEYS[1], '<revision>', ARGV[1])
            for i = 3, #ARGV, 4000 do
              redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 3999, #ARGV)))
            end
            if redis.call('HLEN', KEYS[1]) * 2 > #ARGV then
              local fresh = {['<revision>'] = true}
              for i = 3, #ARGV, 2 do fresh[ARGV[i]] = true end
            """
            + FIND_GONE
            + REMOVE_GONE
            + """
            end
            redis.call('PERSIST', KEYS[1])
            return 1
            """);
  }

  /**
   * As {@link Script#delete}, but removes only what the row wrote. Arguments: the revision, the
   * wall clock, when the deletion is forgotten.
   */
  static Script delete() {
    return new Script(
        REVISION,
        COMPARE.replace("<same revision>", "")
            + BEFORE
            + "redis.call('HDEL', KEYS[1], '"
            + RowText.STATUS
            + "')\nlocal fresh = {}\n"
            + FIND_GONE
            + REMOVE_GONE
            + """
            redis.call('HSET', KEYS[1], '<revision>', ARGV[1], '_status', 'DELETED',
              '_expires', ARGV[3])
            redis.call('PERSIST', KEYS[1])
            return 1
            """);
  }

  /**
   * Removes a row or a deletion whose time has ended, and answers whether there was one. Argument:
   * the wall clock. The revision goes last: with it the key may be gone, and in a slot that is
   * moving the next command on it would fail.
   */
  static Script end() {
    return new Script(
        REVISION,
        """
            local held = redis.call('HMGET', KEYS[1], '<revision>', '_as_of', '_expires', '_fields',
              '_views')
            local ends = held[3] and tonumber(held[3])
            if not held[1] or not ends or ends > tonumber(ARGV[1]) then return 0 end
            local fresh = {}
            """
            + BEFORE
            + FIND_GONE
            + """
            gone[#gone + 1] = '_status'
            gone[#gone + 1] = '<revision>'
            """
            + REMOVE_GONE
            + "return 1\n");
  }
}
