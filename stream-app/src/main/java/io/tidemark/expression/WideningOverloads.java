package io.tidemark.expression;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.NULL_TYPE;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.TypeParamType;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is declared beyond standard CEL. CEL refuses {@code double * int}; data has counts beside
 * amounts, so an int beside a double is widened to double by the arithmetic operators, equality,
 * {@code in} and {@code ?:}. Ordering across the two is CEL's own option. Lists and maps may be
 * compared to null.
 */
final class WideningOverloads {
  private WideningOverloads() {}

  private static final TypeParamType ANY = TypeParamType.create("E");

  static List<CelFunctionDecl> declarations() {
    return Stream.concat(
            Stream.of("add", "subtract", "multiply", "divide").map(WideningOverloads::arithmetic),
            Stream.of(equality("_==_", "equals"), equality("_!=_", "not_equals"), in(), ternary()))
        .toList();
  }

  private static CelFunctionDecl arithmetic(String name) {
    String operator =
        switch (name) {
          case "add" -> "_+_";
          case "subtract" -> "_-_";
          case "multiply" -> "_*_";
          default -> "_/_";
        };
    return CelFunctionDecl.newFunctionDeclaration(
        operator,
        newGlobalOverload(name + "_double_int64", DOUBLE, DOUBLE, INT),
        newGlobalOverload(name + "_int64_double", DOUBLE, INT, DOUBLE));
  }

  private static CelFunctionDecl equality(String operator, String name) {
    return CelFunctionDecl.newFunctionDeclaration(
        operator,
        newGlobalOverload(name + "_double_int64", BOOL, DOUBLE, INT),
        newGlobalOverload(name + "_int64_double", BOOL, INT, DOUBLE),
        orNull(name + "_list_null", ListType.create(ANY)),
        orNull(name + "_map_null", MapType.create(TypeParamType.create("K"), ANY)));
  }

  private static CelOverloadDecl orNull(String id, CelType container) {
    return newGlobalOverload(id, BOOL, container, NULL_TYPE);
  }

  private static CelFunctionDecl in() {
    return CelFunctionDecl.newFunctionDeclaration(
        "@in",
        newGlobalOverload("in_list_double_int64", BOOL, DOUBLE, ListType.create(INT)),
        newGlobalOverload("in_list_int64_double", BOOL, INT, ListType.create(DOUBLE)));
  }

  private static CelFunctionDecl ternary() {
    return CelFunctionDecl.newFunctionDeclaration(
        "_?_:_",
        newGlobalOverload("conditional_double_int64", DOUBLE, BOOL, DOUBLE, INT),
        newGlobalOverload("conditional_int64_double", DOUBLE, BOOL, INT, DOUBLE));
  }
}
