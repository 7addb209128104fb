package io.tidemark.definition;

/**
 * A place in a definitions file.
 *
 * @param file the file as it was named to the reader
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
