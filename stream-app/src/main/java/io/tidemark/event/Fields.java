package io.tidemark.event;

/**
 * The named values of one decoded record, in plain Java types.
 *
 * <p>A value is {@code null}, {@link Boolean}, {@link Long}, {@link Double}, {@link String}, {@code
 * byte[]}, {@link java.time.Instant} (every timestamp logical type), {@link java.util.List}, {@link
 * java.util.Map} with string keys, or nested {@link Fields}. Avro {@code int} arrives as {@link
 * Long} and {@code float} as {@link Double}, so that an expression sees one integer and one
 * floating type. Not thread-safe unless the implementation says so.
 */
@FunctionalInterface
public interface Fields {
  /**
   * Returns the value of the field, or {@code null} where it is null or there is no such field.
   *
   * @param name the field's name, or a path of names with dots between them to a field of a nested
   *     record, which is null where a record on the way is
   */
  Object get(String name);
}
