package io.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/** Feast's own SDK in a process that answers one line for each. Not thread-safe. */
public final class FeastProject implements AutoCloseable {
  private static final Path SCRIPTS =
      BuiltFiles.repository().resolve("load-tests/src/test/resources/feast");

  private final ObjectMapper json = new ObjectMapper();
  private final Path log;
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  /**
   * Starts it; skips the test without Python, and fails it in CI.
   *
   * @param log what it says beside its answers
   */
  public FeastProject(Path log) {
    this.log = log;
    String python = ClientPackages.PYTHON.require().resolve("bin/python").toString();
    ProcessBuilder builder = new ProcessBuilder(python, SCRIPTS.resolve("project.py").toString());
    builder.environment().put("FEAST_USAGE", "False");
    try {
      process = builder.redirectError(Redirect.to(log.toFile())).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    questions = new PrintWriter(process.outputWriter(UTF_8), true);
    answers = process.inputReader(UTF_8);
  }

  /**
   * Applies the project in a folder, to which views of Feast's are added.
   *
   * @param joinKey of the entity that they are of
   * @param prefix what its keys begin with, before their number
   */
  public JsonNode open(Path folder, String joinKey, String prefix, int entities)
      throws IOException {
    String theirs = Files.readString(SCRIPTS.resolve("theirs.py"));
    Files.writeString(folder.resolve("theirs.py"), theirs.replace("customer_id", joinKey));
    return ask("open_project %s %s %s %d".formatted(folder, joinKey, prefix, entities));
  }

  /** One of the functions of the script, with its arguments. */
  public JsonNode ask(String question) throws IOException {
    questions.println(question);
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError(question + " was not answered: " + Files.readString(log));
    }
    return json.readTree(answer);
  }

  @Override
  public void close() {
    questions.close();
    process.destroy();
  }
}
