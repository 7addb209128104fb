package io.tidemark.contribution;

import io.tidemark.store.EntityKey;
import io.tidemark.store.KeyForm;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The key of the entity that a record without a value names by the record's own key. */
public final class TombstoneKey {
  private TombstoneKey() {}

  /**
   * The key, as rows and state have it.
   *
   * @param key of the record: the text of the entity's key field in UTF-8, or of several fields
   *     joined as {@link EntityKey#join} does; {@code null} where it has none
   * @param form what the entity's key looks like
   * @return empty where it is no such text: a key in the wire format, say
   */
  public static Optional<String> of(byte[] key, KeyForm form) {
    // no text begins with the first byte of the wire format
    if (key == null || key.length == 0 || key[0] == 0) {
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      return Optional.of(form.canonical(form.parts(text)));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
