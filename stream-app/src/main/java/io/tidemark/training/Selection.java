package io.tidemark.training;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which examples are wanted. Thread-safe.
 *
 * @param model of which model
 * @param labels of which labels, by name
 * @param split in which files
 * @param asOf as they were known when: what was written then or later does not count
 * @param alsoWanted what is in the files although it is left out else: {@link LeftOut#OPEN} and
 *     {@link LeftOut#UNLABELLED} may be
 */
public record Selection(
    String model,
    Map<String, LabelTerm> labels,
    Split split,
    Instant asOf,
    Set<LeftOut> alsoWanted) {

  public Selection {
    labels = Map.copyOf(labels);
    alsoWanted = Set.copyOf(alsoWanted);
  }

  /**
   * Where an example belongs.
   *
   * @param part its file; {@code null} for none
   * @param why why it has none; {@code null} where it has one
   */
  public record Choice(Part part, LeftOut why) {}

  /** Whether an example is of the model and the labels. */
  public boolean concerns(LabelledExample example) {
    return example.getModel().equals(model) && labels.containsKey(example.getLabel());
  }

  /** Where an example belongs that was the newest of its label at the time. */
  public Choice choose(LabelledExample example) {
    Instant time = example.getPredictionTime();
    if (time.isBefore(split.from()) || !time.isBefore(split.to())) {
      return new Choice(null, LeftOut.PERIOD);
    }
    List<Part> parts = split.parts().stream().filter(part -> part.holds(time)).toList();
    if (parts.isEmpty()) {
      return new Choice(null, LeftOut.EMBARGO);
    }
    if (isOpen(example) && !alsoWanted.contains(LeftOut.OPEN)) {
      return new Choice(null, LeftOut.OPEN);
    }
    if (example.getResolution() == Resolution.UNLABELLED
        && !alsoWanted.contains(LeftOut.UNLABELLED)) {
      return new Choice(null, LeftOut.UNLABELLED);
    }
    return example.getSamplingWeight() == 0
        ? new Choice(null, LeftOut.SAMPLED)
        : new Choice(parts.get(0), null);
  }

  private boolean isOpen(LabelledExample example) {
    LabelTerm term = labels.get(example.getLabel());
    boolean closed = !example.getPredictionTime().plus(term.closes()).isAfter(asOf);
    return example.getMaturity() == Maturity.PROVISIONAL && (term.toldAtClose() || !closed);
  }
}
