package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code check --traffic}: what drift can find, before anything runs. */
class CheckTrafficTest {
  private static final String MODEL =
      """
      namespace: shop
      models:
        - name: ranker
          predictions: {topic: predictions}
          drift:
            windows: [15m, 24h]
            false_alarms_per_month: 2
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();

  private int check(String definitions, String... traffic) throws IOException {
    Path config = Files.writeString(folder.resolve("models.yaml"), definitions);
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    List<String> arguments =
        Stream.concat(Stream.of("check", "--config", config.toString()), Stream.of(traffic))
            .toList();
    return command.execute(arguments.toArray(String[]::new));
  }

  private List<String> line(String window, String dependence) {
    return out.toString()
        .lines()
        .map(line -> List.of(line.strip().split(" {2,}")))
        .filter(cells -> cells.get(0).equals(window) && cells.get(2).equals(dependence))
        .findFirst()
        .orElseThrow(() -> new AssertionError(out.toString()));
  }

  @Test
  void shiftThatIsFoundAndFalseAlarmsAreTold() throws IOException {
    assertThat(check(MODEL, "--traffic", "ranker=100")).as(out::toString).isZero();

    assertThat(out.toString())
        .contains("Drift of ranker, 100 predictions a minute: 10 series")
        .contains("(both assumed), 2 false alarms a month");
    assertThat(line("15m", "independent")).contains("1,500", "1.0e-03");
    assertThat(line("15m", "phi 20").get(3)).isEqualTo("3.9e-06");
    assertThat(shift("15m", "independent")).isBetween(0.45, 0.65);
    assertThat(shift("15m", "phi 20")).isBetween(0.7, 1.0);
    assertThat(shift("24h", "phi 20")).isBetween(0.45, 0.5);
  }

  private double shift(String window, String dependence) {
    return Double.parseDouble(line(window, dependence).get(4).split(" ")[0]);
  }

  @Test
  void tooLittleTrafficIsSaid() throws IOException {
    assertThat(check(MODEL, "--traffic", "ranker=1")).isZero();
    assertThat(out.toString()).contains("15  too few: at least 100 are needed");
  }

  @Test
  void modelsAndTrafficThatCannotBeAreRefused() throws IOException {
    assertThat(check(MODEL, "--traffic", "rancor=1")).isEqualTo(2);
    assertThat(out.toString()).contains("Unknown model rancor").contains("[ranker]");
    assertThat(check(MODEL, "--traffic", "ranker=0")).isEqualTo(2);
    assertThat(out.toString()).contains("must be predictions a minute, above 0");
  }
}
