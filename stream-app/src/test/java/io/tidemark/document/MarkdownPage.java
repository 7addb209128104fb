package io.tidemark.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, for tests that hold what it says against the code. */
public final class MarkdownPage {
  private static final Pattern BLOCK =
      Pattern.compile("(?sm)^(?:<!-- (\\w+) -->\n)?```(\\w*)\n(.*?)^```$");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

  private final String text;

  private MarkdownPage(String text) {
    this.text = text;
  }

  /**
   * Reads a page.
   *
   * @param file relative to the module
   */
  public static MarkdownPage read(String file) {
    try {
      return new MarkdownPage(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A fenced block.
   *
   * @param mark the word of the comment above it, {@code <!-- word -->}; empty without one
   * @param language what it is marked as; empty for none
   */
  public record Block(String mark, String language, String text) {}

  /** All blocks, in order. */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      String mark = found.group(1) == null ? "" : found.group(1);
      blocks.add(new Block(mark, found.group(2), found.group(3)));
    }
    return blocks;
  }

  /** The blocks of a language, in order. */
  public List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  /**
   * The rows of the one table with this header, as the cells read without the marks of code.
   *
   * @throws IllegalStateException when there is no such table
   */
  public List<List<String>> table(String... header) {
    String head = "| " + String.join(" | ", header) + " |\n";
    int from = text.indexOf(head);
    if (from < 0) {
      throw new IllegalStateException("The page has no table " + head);
    }
    return text.substring(from + head.length())
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .skip(1)
        .map(MarkdownPage::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(CELL_END.split(inner, -1)).map(MarkdownPage::plain).toList();
  }

  private static String plain(String cell) {
    return cell.strip().replaceAll("^`(.*)`$", "$1").replace("\\|", "|");
  }

  /** Everything on the page. */
  public String text() {
    return text;
  }
}
