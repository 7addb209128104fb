package io.tidemark.training.file;

import io.tidemark.avro.LabelledExample;
import io.tidemark.parquet.ParquetOutput;
import io.tidemark.training.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A Parquet file with a column for each, all of which may be null. */
final class ParquetExamples implements ExampleFile {
  private final List<Column> columns;
  private final MessageType schema;
  private final ParquetOutput out;

  ParquetExamples(OutputStream target, List<Column> columns) throws IOException {
    this.columns = columns;
    this.schema = schema(columns);
    this.out = new ParquetOutput(target, schema);
  }

  private static MessageType schema(List<Column> columns) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (Column column : columns) {
      switch (column.kind()) {
        case BOOLEAN -> schema.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
        case INTEGER -> schema.optional(PrimitiveTypeName.INT64).named(column.name());
        case NUMBER -> schema.optional(PrimitiveTypeName.DOUBLE).named(column.name());
        case TEXT ->
            schema
                .optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(column.name());
        case TIME ->
            schema
                .optional(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                .named(column.name());
      }
    }
    return schema.named(LabelledExample.class.getSimpleName());
  }

  @Override
  public void write(LabelledExample example) throws IOException {
    Group row = new SimpleGroup(schema);
    for (int i = 0; i < columns.size(); i++) {
      add(row, i, columns.get(i).cell(example));
    }
    out.write(row);
  }

  private static void add(Group row, int column, Object cell) {
    if (cell instanceof Boolean truth) {
      row.add(column, truth);
    } else if (cell instanceof Long whole) {
      row.add(column, whole);
    } else if (cell instanceof Double number) {
      row.add(column, number);
    } else if (cell instanceof Instant time) {
      row.add(column, time.toEpochMilli());
    } else if (cell != null) {
      row.add(column, (String) cell);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
