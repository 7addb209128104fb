package io.tidemark.local;

/**
 * Whether the shared stack consists of containers or of processes of this machine.
 *
 * @param reason a clause that follows "since"
 */
record StackChoice(boolean containers, String reason) {

  /**
   * What was asked for, or containers where an engine answers.
   *
   * @param wanted {@code containers}, {@code local}, or empty for what there is
   * @throws StackException when containers are wanted and no engine answers, or the word is another
   */
  static StackChoice of(String wanted, ContainerEngine engine) {
    return switch (wanted) {
      case "" -> new StackChoice(engine.answers(), engine.report());
      case "local" -> new StackChoice(false, "-Dstack=local says so");
      case "containers" -> {
        if (!engine.answers()) {
          throw new StackException(
              "No containers for -Dstack=containers: %s. Start an engine, set DOCKER_HOST to its"
                      .formatted(engine.report())
                  + " address, or leave -Dstack away for processes of this machine.");
        }
        yield new StackChoice(true, "-Dstack=containers says so and " + engine.report());
      }
      default ->
          throw new StackException(
              "Invalid -Dstack=%s: must be containers or local. Leave it away for containers where"
                      .formatted(wanted)
                  + " an engine answers.");
    };
  }

  @Override
  public String toString() {
    return (containers ? "containers, since " : "processes of this machine, since ") + reason;
  }
}
