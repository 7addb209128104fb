package io.tidemark.app.cli;

import io.tidemark.app.settings.Setting;
import io.tidemark.app.settings.Settings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints every setting as the table the documentation has. */
@Command(name = "settings", description = "List every setting, its default and its rule.")
final class SettingsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("| setting | default | value | meaning |");
    out.println("|---|---|---|---|");
    for (Setting<?> setting : Settings.ALL) {
      out.printf(
          "| `%s` | %s | %s | %s |%n",
          setting.key(), shown(setting.defaultText()), setting.rule(), setting.doc());
    }
    out.flush();
  }

  private static String shown(String defaultText) {
    return defaultText.isEmpty() ? "none" : "`" + defaultText + "`";
  }
}
