package io.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a page as a program that can be run, under a name of its own.
 *
 * @param words the command that runs it
 * @param folder where it runs
 * @param problems where it says what went wrong
 */
record ClientProgram(List<String> words, Path folder, Path problems) {
  private static final Path CLIENTS = BuiltFiles.repository().resolve("CLIENTS.md");
  private static final int JAVA_HEAP_MB = 256;
  private static final long LIMIT_SECONDS = 60;

  /**
   * The block that follows a mark.
   *
   * @param addresses of the page to those of a test
   */
  static String block(Path page, String mark, Map<String, String> addresses) throws IOException {
    Matcher blocks =
        Pattern.compile("(?s)<!-- " + mark + " -->\n```\\w*\n(.*?)```")
            .matcher(Files.readString(page));
    assertThat(blocks.find()).as("a block after <!-- %s --> in %s", mark, page).isTrue();
    String block = blocks.group(1);
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      block = block.replace(address.getKey(), address.getValue());
    }
    return block;
  }

  /**
   * A program of the page of clients, ready to run; skips the test without its language, and fails
   * it in CI.
   *
   * @param mark {@code python-}, {@code java-}, {@code go-} or {@code node-} and what it reads
   */
  static ClientProgram of(String mark, Map<String, String> addresses, Path folder)
      throws Exception {
    String text = block(CLIENTS, mark, addresses);
    Path problems = folder.resolve(mark + ".txt");
    List<String> words =
        switch (mark.substring(0, mark.indexOf('-'))) {
          case "python" -> python(folder.resolve(mark + ".py"), text);
          case "java" -> java(folder.resolve(mark + ".java"), text);
          case "go" -> go(mark, text, problems);
          case "node" -> node(mark, text);
          default -> throw new IllegalArgumentException(mark);
        };
    return new ClientProgram(words, folder, problems);
  }

  private static List<String> python(Path file, String text) throws IOException {
    String python = ClientPackages.PYTHON.require().resolve("bin/python").toString();
    return List.of(python, Files.writeString(file, text).toString());
  }

  private static List<String> java(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return JavaCommand.withHeapMb(JAVA_HEAP_MB)
        .quickStart()
        .property("logback.configurationFile", ClientPackages.VERSIONS.resolve("logback.xml"))
        .source(file);
  }

  /** Modules that a program imports are found from its folder. */
  private static List<String> node(String mark, String text) throws IOException {
    Path file = ClientPackages.NODE.require().resolve(mark + ".mjs");
    return List.of("node", Files.writeString(file, text).toString());
  }

  private static List<String> go(String mark, String text, Path problems) throws Exception {
    Path module = ClientPackages.GO.require();
    Path source = Files.createDirectories(module.resolve(mark)).resolve("main.go");
    Files.writeString(source, text);
    Path program = module.resolve("bin").resolve(mark);
    List<String> build = new ArrayList<>(ClientPackages.GO_BUILD);
    build.addAll(List.of("-o", program.toString(), "./" + mark));
    new ClientProgram(build, module, problems).output();
    return List.of(program.toString());
  }

  /** Everything it prints until it ends well. */
  String output() throws Exception {
    Process process = start();
    try {
      String output = inTime(CompletableFuture.supplyAsync(() -> text(process.inputReader(UTF_8))));
      assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).as("%s ends", words).isTrue();
      assertThat(process.exitValue()).as("%s: %s", words, complaints()).isZero();
      return output.strip();
    } finally {
      process.destroy();
    }
  }

  /** The first lines that a program prints which goes on for ever. */
  List<String> lines(int count) throws Exception {
    Process process = start();
    try {
      BufferedReader reader = process.inputReader(UTF_8);
      List<String> lines =
          inTime(CompletableFuture.supplyAsync(() -> reader.lines().limit(count).toList()));
      assertThat(lines).as("%s: %s", words, complaints()).hasSize(count);
      return lines;
    } finally {
      process.destroy();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(words)
        .directory(folder.toFile())
        .redirectError(problems.toFile())
        .start();
  }

  private static String text(BufferedReader reader) {
    return reader.lines().reduce("", (text, line) -> text + line + "\n");
  }

  private <T> T inTime(CompletableFuture<T> printed) throws Exception {
    try {
      return printed.get(LIMIT_SECONDS, SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError(words + " did not end: " + complaints(), e);
    }
  }

  private String complaints() throws IOException {
    return Files.readString(problems);
  }
}
