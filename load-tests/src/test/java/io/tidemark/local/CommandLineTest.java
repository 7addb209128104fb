package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpListsEveryFlag() {
    assertThat(run("demo", "--help")).isZero();
    assertThat(out.toString()).contains("--for", "--seed", "--keep", "--json", "60s");
    assertThat(run("local", "--help")).isZero();
    assertThat(out.toString())
        .contains("--kafka-port", "--redis-port", "--registry-port", "--http-port", "--config");
  }

  @Test
  void tooShortDemoIsRefusedWithTheRule() {
    assertThat(run("demo", "--for", "5s")).isEqualTo(1);
    assertThat(err.toString()).contains("Invalid --for 5s: must be at least 60s");
  }

  @Test
  void missingConfigIsNamed() {
    assertThat(run("local", "--config", "no/such.yaml")).isEqualTo(1);
    assertThat(err.toString()).contains("no/such.yaml").contains("no such file");
  }

  @Test
  void portInUseIsNamedWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.ADDRESS)) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(run("local", "--http-port", port)).isEqualTo(1);
      assertThat(err.toString()).contains(port).contains("--http-port");
    }
  }

  @Test
  void durationsHaveAUnit() {
    DurationConverter converter = new DurationConverter();
    assertThat(converter.convert("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(converter.convert("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(converter.convert("2h")).isEqualTo(Duration.ofHours(2));
    assertThatThrownBy(() -> converter.convert("60"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'60' is not a duration");
  }

  private int run(String... arguments) {
    CommandLine line = LocalMain.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
