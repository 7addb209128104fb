package io.tidemark.monitoring.drift;

/**
 * Whose predictions are counted together.
 *
 * @param model the model's name
 * @param version its version
 */
public record ModelVersion(String model, String version) {
  private static final char SEPARATOR = '\u001f';

  /**
   * The key on the topic between the two stages. The version, which producers choose, may hold any
   * character; the name of a model has no separator.
   */
  public String key() {
    return model + SEPARATOR + version;
  }

  /** What {@link #key} made. */
  public static ModelVersion parse(String key) {
    int end = key.indexOf(SEPARATOR);
    return new ModelVersion(key.substring(0, end), key.substring(end + 1));
  }
}
