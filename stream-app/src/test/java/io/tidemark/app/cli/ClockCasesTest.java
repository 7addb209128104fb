package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** No record moves a clock that is not its own, as users check it. */
class ClockCasesTest {
  private static final String FOLDER = "src/test/resources/clocks/";

  @ParameterizedTest
  @CsvSource({"wall, 1", "stream, 6"})
  void casesOfClocksPass(String clock, int cases) {
    StringWriter out = new StringWriter();
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));

    int code =
        command.execute(
            "check",
            "--config",
            FOLDER + clock + ".yaml",
            "--schema",
            "e=" + FOLDER + "event.avsc",
            "--cases",
            FOLDER + clock + ".cases.yaml");

    assertThat(code).as(out::toString).isZero();
    assertThat(out.toString()).contains(cases + " cases: " + cases + " ok, 0 failed");
  }
}
