package io.tidemark.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.specific.SpecificData;

/** Finds the schema a mapping names. */
public final class TargetSchema {
  private static final String OWN_PACKAGE = "io.tidemark.avro.";

  private TargetSchema() {}

  /**
   * Loads a schema.
   *
   * @param name a file that ends in {@code .avsc}, or the name of one of Tidemark's own records
   * @param folder what a file is relative to
   * @throws MappingException when there is no such file or record, or it holds no schema of a
   *     record
   */
  public static Schema load(String name, Path folder) {
    Schema schema = name.endsWith(".avsc") ? file(folder.resolve(name)) : own(name);
    if (schema.getType() != Schema.Type.RECORD) {
      throw problem("Schema " + name + " is of type " + schema.getType() + ": must be a record.");
    }
    return schema;
  }

  private static Schema file(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException | SchemaParseException e) {
      throw problem("Schema file " + file + " cannot be read (" + e + "). Correct its path.");
    }
  }

  private static Schema own(String name) {
    try {
      return SpecificData.get().getSchema(Class.forName(OWN_PACKAGE + name));
    } catch (ClassNotFoundException | RuntimeException e) {
      throw problem(
          "Unknown schema '"
              + name
              + "': must be a file that ends in .avsc, or a record such as UserEvent, PredictionLog"
              + " or OutcomeLog.");
    }
  }

  private static MappingException problem(String message) {
    return new MappingException(List.of(message));
  }
}
