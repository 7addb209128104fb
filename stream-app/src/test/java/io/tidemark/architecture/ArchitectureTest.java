package io.tidemark.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

/** The arrows of the architecture, over the classes of every module that makes up the service. */
@AnalyzeClasses(packages = "io.tidemark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Files in packages of Kafka's that do without it, and why each is there. */
  private static final Map<String, String> WITHOUT_KAFKA =
      Map.ofEntries(
          entry("Topics", "settings of topics are Kafka's, constants that the compiler copies"),
          entry("SchemaAnswers", "what the gate waits for"),
          entry("AnsweredRegistry", "the registry behind the gate"),
          entry("FollowedTopic", "how a topic of ours is read"),
          entry("IdBatch", "the form of RocksDB's log, for the store beside it"),
          entry("BackfillState", "the value of a store"),
          entry("PastSetup", "what the tasks of one processor share"),
          entry("EventSetup", "what the tasks of one processor share"),
          entry("FeatureSetup", "what the tasks of one processor share"),
          entry("JoinSetup", "what the tasks of one processor share"),
          entry("DriftSetup", "what the tasks of one processor share"));

  @ArchTest static final ArchRule bytesKnowNothingElse = pure("io.tidemark.bytes");

  @ArchTest static final ArchRule progressKnowsNothingElse = pure("io.tidemark.progress");

  @ArchTest
  static final ArchRule featuresArePlainJava =
      pure(
          "io.tidemark.feature",
          "io.tidemark.bytes",
          "io.tidemark.definition",
          "io.tidemark.event",
          "io.tidemark.expression",
          "io.tidemark.feature.aggregate");

  @ArchTest
  static final ArchRule aggregationsKnowSketchesOnly =
      pure(
          "io.tidemark.feature.aggregate",
          "io.tidemark.bytes",
          "io.tidemark.definition",
          "io.tidemark.event",
          "io.tidemark.feature",
          "com.dynatrace.hash4j..",
          "com.datadoghq.sketch.ddsketch.mapping..");

  @ArchTest
  static final ArchRule aggregationsServeFeaturesAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidemark.feature..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tidemark.feature.aggregate..");

  @ArchTest
  static final ArchRule contributionsAreDecidedInPlainJava =
      pure(
          "io.tidemark.contribution",
          "io.tidemark.bytes",
          "io.tidemark.definition",
          "io.tidemark.event",
          "io.tidemark.expression",
          "io.tidemark.feature",
          "io.tidemark.store");

  @ArchTest
  static final ArchRule anEntityLivesInPlainJava =
      pure(
          "io.tidemark.entity",
          "io.tidemark.bytes",
          "io.tidemark.contribution",
          "io.tidemark.definition",
          "io.tidemark.erasure",
          "io.tidemark.feature",
          "io.tidemark.task");

  @ArchTest
  static final ArchRule erasuresAreRememberedInPlainJava =
      pure("io.tidemark.erasure", "io.tidemark.bytes");

  @ArchTest
  static final ArchRule tasksKeepTimeInPlainJava =
      pure("io.tidemark.task", "io.tidemark.definition");

  @ArchTest
  static final ArchRule idsAreRememberedInPlainJava =
      pure("io.tidemark.seen", "io.tidemark.bytes", "io.tidemark.validation", "org.slf4j");

  @ArchTest
  static final ArchRule joinsAreDecidedInPlainJava =
      pure(
          "io.tidemark.join",
          "com.dynatrace.hash4j..",
          "io.tidemark.bytes",
          "io.tidemark.definition",
          "io.tidemark.event",
          "io.tidemark.expression");

  @ArchTest
  static final ArchRule trainingFilesAreChosenInPlainJava =
      pure(
          "io.tidemark.training",
          "io.tidemark.avro",
          "io.tidemark.definition",
          "org.apache.avro..");

  @ArchTest
  static final ArchRule figuresKnowTheStoreAndAHashOnly =
      pure(
          "io.tidemark.figures",
          "io.tidemark.definition",
          "io.tidemark.store..",
          "com.dynatrace.hash4j..");

  @ArchTest
  static final ArchRule validationIsPlainJava =
      pure(
          "io.tidemark.validation",
          "io.tidemark.bytes",
          "io.tidemark.definition",
          "io.tidemark.event",
          "io.tidemark.expression",
          "io.tidemark.join");

  @ArchTest
  static final ArchRule theTestKitNeedsNoService =
      classes()
          .that()
          .resideInAPackage("io.tidemark.testkit..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.tidemark.testkit..",
              "io.tidemark.avro",
              "io.tidemark.contribution",
              "io.tidemark.definition..",
              "io.tidemark.event..",
              "io.tidemark.expression",
              "io.tidemark.feature",
              "io.tidemark.join",
              "io.tidemark.store",
              "io.tidemark.text",
              "io.tidemark.validation",
              "org.apache.avro..",
              "org.yaml.snakeyaml..");

  @ArchTest
  static final ArchRule definitionsAreData =
      pure(
          "io.tidemark.definition",
          "io.tidemark.event",
          "io.tidemark.expression",
          "io.tidemark.text");

  @ArchTest static final ArchRule eventsAreData = pure("io.tidemark.event");

  @ArchTest
  static final ArchRule expressionsKnowTheirLanguageOnly =
      pure(
          "io.tidemark.expression",
          "io.tidemark.event",
          "io.tidemark.text",
          "dev.cel..",
          "com.google..");

  @ArchTest static final ArchRule wordsAreStrings = pure("io.tidemark.text");

  @ArchTest
  static final ArchRule binsKnowBytesOnly =
      pure("io.tidemark.monitoring.drift.bins", "io.tidemark.bytes");

  @ArchTest
  static final ArchRule baselinesKnowBinsOnly =
      pure("io.tidemark.monitoring.drift.baseline", "io.tidemark.monitoring.drift.bins");

  @ArchTest
  static final ArchRule tilesKnowBinsOnly =
      pure(
          "io.tidemark.monitoring.drift.tiles",
          "io.tidemark.bytes",
          "io.tidemark.monitoring.drift.bins");

  @ArchTest
  static final ArchRule episodesKnowBytesOnly =
      pure("io.tidemark.monitoring.drift.episode", "io.tidemark.bytes");

  @ArchTest
  static final ArchRule driftKnowsItsRoomsAndStatisticsOnly =
      pure(
          "io.tidemark.monitoring.drift",
          "io.tidemark.bytes",
          "io.tidemark.monitoring.drift.baseline",
          "io.tidemark.monitoring.drift.bins",
          "io.tidemark.monitoring.drift.episode",
          "io.tidemark.monitoring.drift.tiles",
          "org.apache.commons.statistics..");

  @ArchTest
  static final ArchRule waitsForLabelsAreCountsAlone =
      pure("io.tidemark.monitoring.labels", "io.tidemark.bytes");

  @ArchTest
  static final ArchRule qualityIsMathematicsAlone =
      pure(
          "io.tidemark.monitoring.quality",
          "io.tidemark.bytes",
          "io.tidemark.monitoring.labels",
          "io.tidemark.monitoring.drift.episode");

  @ArchTest
  static final ArchRule quarantineKnowsRecordsAndTheirFormatOnly =
      pure(
          "io.tidemark.quarantine",
          "io.tidemark.avro",
          "io.tidemark.records",
          "io.tidemark.registry",
          "io.tidemark.wire",
          "org.apache.avro..",
          "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theHttpServerIsNettyBehindAWall =
      pure("io.tidemark.http", "io.netty..", "com.fasterxml.jackson..", "org.slf4j");

  @ArchTest static final ArchRule kafkaStaysInItsPackages = only("..kafka..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule rulesStayOutOfKafkasPackages =
      classes()
          .that(resideInAPackage("..kafka..").and(not(simpleName("package-info"))))
          .should(new BeAboutKafka(WITHOUT_KAFKA));

  @ArchTest static final ArchRule redisStaysInItsPackages = only("..redis..", "io.lettuce..");

  @ArchTest
  static final ArchRule metersStayInTheirPackages = only("..metrics..", "io.micrometer..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.tidemark.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesAtFullDepthFormNoCycle =
      slices().matching("io.tidemark.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule kafkaKnowsNotHowFeaturesAreServed =
      noClasses()
          .that()
          .resideInAPackage("..kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tidemark.store.serve..");

  @ArchTest
  static final ArchRule nothingDependsOnTheCompositionRoot =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidemark.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tidemark.app..");

  private static ArchRule pure(String packageName, String... others) {
    String[] allowed = new String[others.length + 2];
    allowed[0] = "java..";
    allowed[1] = packageName;
    System.arraycopy(others, 0, allowed, 2, others.length);
    return classes()
        .that()
        .resideInAPackage(packageName)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  private static ArchRule only(String packages, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
