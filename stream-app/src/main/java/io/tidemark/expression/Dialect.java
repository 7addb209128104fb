package io.tidemark.expression;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelMathExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * The CEL that definitions are written in: options, limits and libraries. Functions that can blow a
 * value up, such as {@code replace}, are left out, so that the cost of an expression is bounded by
 * its text and the record's size.
 */
final class Dialect {
  private Dialect() {}

  static final int MAX_LENGTH = 2_000;
  static final int MAX_NODES = 500;
  static final int MAX_DEPTH = 50;

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseExpressionNodeCount(MAX_NODES)
          .maxParseRecursionDepth(MAX_DEPTH)
          // an Avro field may be called 'package'
          .enableReservedIds(false)
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(Comprehension.MAX_ELEMENTS)
          .build();

  private static final CelMathExtensions MATH = CelExtensions.math();
  private static final CelStringExtensions STRINGS =
      CelExtensions.strings(
          Function.CHAR_AT,
          Function.INDEX_OF,
          Function.LAST_INDEX_OF,
          Function.LOWER_ASCII,
          Function.SUBSTRING,
          Function.TRIM,
          Function.UPPER_ASCII);

  /** Functions an author may have meant, for hints. */
  static final ImmutableSet<String> FUNCTIONS =
      ImmutableSet.of(
          "all",
          "bool",
          "bytes",
          "charAt",
          "contains",
          "double",
          "duration",
          "dyn",
          "endsWith",
          "exists",
          "exists_one",
          "filter",
          "getDate",
          "getDayOfMonth",
          "getDayOfWeek",
          "getDayOfYear",
          "getFullYear",
          "getHours",
          "getMilliseconds",
          "getMinutes",
          "getMonth",
          "getSeconds",
          "has",
          "indexOf",
          "int",
          "lastIndexOf",
          "lowerAscii",
          "map",
          "matches",
          "size",
          "startsWith",
          "string",
          "substring",
          "timestamp",
          "trim",
          "upperAscii");

  static CelCompiler compiler(CelTypes types) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(types)
            .addFunctionDeclarations(WideningOverloads.declarations())
            .addLibraries(MATH, STRINGS);
    types.variables().forEach(builder::addVar);
    return builder.build();
  }

  static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .addLibraries(MATH, STRINGS)
        .build();
  }
}
