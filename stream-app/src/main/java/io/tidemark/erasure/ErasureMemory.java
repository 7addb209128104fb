package io.tidemark.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.bytes.Sha256;
import java.util.HexFormat;
import java.util.List;

/**
 * What a task remembers of erasures: of an entity that was erased a hash of its name and until when
 * it does not count, for ever; of an erasure that is under way all it takes to go on, until it is
 * answered. Not thread-safe.
 */
public final class ErasureMemory {
  private static final String ERASED = "e";
  private static final String PENDING = "p";
  private static final String REQUESTS = "r";

  private final String scope;
  private final ErasureRows rows;
  private boolean any;

  /**
   * The memory of one kind of entity.
   *
   * @param scope in front of an entity's key in the text that is hashed: {@code namespace:entity:}
   */
  public ErasureMemory(String scope, ErasureRows rows) {
    this.scope = scope;
    this.rows = rows;
    this.any = !rows.startingWith(ERASED, 1).isEmpty();
  }

  /** From when on an entity counts; costs nothing where none was ever erased. */
  public Cutoffs of(String key) {
    byte[] row = any ? rows.get(ERASED + hash(scope + key)) : null;
    return row == null ? Cutoffs.NONE : ErasureCodec.cutoffs(row);
  }

  /** What happened to an entity before does not count any more. */
  public void cutOff(String key, Cutoffs cutoffs) {
    rows.put(ERASED + hash(scope + key), ErasureCodec.encode(of(key).and(cutoffs)));
    any = true;
  }

  /** An erasure is under way. */
  public void begun(PendingErasure erasure) {
    rows.put(pending(erasure), ErasureCodec.encode(erasure));
  }

  /** Nothing is left to do for an erasure. */
  public void ended(PendingErasure erasure) {
    rows.put(pending(erasure), null);
  }

  /** Whoever gives two requests one id has both carried out. */
  private String pending(PendingErasure erasure) {
    return PENDING + erasure.id() + hash(scope + erasure.key());
  }

  /** The erasures that are under way. */
  public List<PendingErasure> pending() {
    return rows.startingWith(PENDING, Integer.MAX_VALUE).stream()
        .map(ErasureCodec::pending)
        .toList();
  }

  /** An erasure of requests is under way, and has come so far. */
  public void goesOn(RequestErasure erasure) {
    rows.put(requests(erasure), ErasureCodec.encode(erasure));
  }

  /** Nothing is left to do for an erasure of requests. */
  public void ended(RequestErasure erasure) {
    rows.put(requests(erasure), null);
  }

  private String requests(RequestErasure erasure) {
    return REQUESTS + erasure.id() + hash(erasure.name());
  }

  /** The erasures of requests that are under way. */
  public List<RequestErasure> requests() {
    return rows.startingWith(REQUESTS, Integer.MAX_VALUE).stream()
        .map(ErasureCodec::requests)
        .toList();
  }

  /** SHA-256 of a text in UTF-8, 64 lower-case hexadecimal digits. */
  public static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(UTF_8)));
  }
}
