package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.UserEvent;
import io.tidemark.registry.SchemaNotFoundException.Why;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/**
 * What every schema registry does. A suite gives a registry whose schemas may come from other
 * suites too: each test works under subjects of its own.
 */
public abstract class SchemaRegistryContract {

  private static final int UNKNOWN_ID = 987_654_321;

  private final String run = UUID.randomUUID().toString();

  /** The registry under test, open for the time of one test at least. */
  protected abstract SchemaRegistry registry();

  /** Makes the registry check a subject for backward compatibility, where it does not already. */
  protected void requireBackwardCompatibility(String subject) {}

  /** Whether the registry says what makes a schema incompatible. */
  protected boolean explainsIncompatibility() {
    return true;
  }

  /** The GUID of a registered schema, or empty where the registry cannot look one up. */
  protected abstract Optional<UUID> guidOf(int id);

  @Test
  void registeringTwiceGivesOneId() {
    int first = registry().register(subject("twice"), v1());
    int second = registry().register(subject("twice"), v1());

    assertThat(second).isEqualTo(first);
    assertThat(registry().latest(subject("twice")).version()).isEqualTo(1);
  }

  @Test
  void schemaByIdIsWhatWasRegistered() {
    int id = registry().register(subject("by-id"), v1());

    assertThat(registry().schemaById(id)).isEqualTo(v1());
  }

  @Test
  void schemaByGuidIsWhatWasRegisteredOrThereAreNoGuids() {
    Optional<UUID> guid = guidOf(registry().register(subject("by-guid"), v1()));

    if (guid.isPresent()) {
      assertThat(registry().schemaByGuid(guid.get())).isEqualTo(v1());
    }
    assertThatThrownBy(() -> registry().schemaByGuid(new UUID(1, 2)))
        .asInstanceOf(type(SchemaNotFoundException.class))
        .returns(SchemaNotFoundException.SCHEMA, RegistryException::errorCode)
        .returns(guid.isPresent() ? Why.ABSENT : Why.NO_GUIDS, SchemaNotFoundException::why);
  }

  @Test
  void sameSchemaHasOneIdUnderAllSubjects() {
    int one = registry().register(subject("one"), v1());
    int other = registry().register(subject("other"), v1());

    assertThat(other).isEqualTo(one);
  }

  @Test
  void latestFollowsRegistrations() {
    registry().register(subject("evolving"), v1());
    int id = registry().register(subject("evolving"), v2());

    RegisteredSchema latest = registry().latest(subject("evolving"));

    assertThat(latest).isEqualTo(new RegisteredSchema(subject("evolving"), 2, id, v2()));
  }

  @Test
  void olderIdStaysReadableAfterEvolution() {
    int id = registry().register(subject("older"), v1());
    registry().register(subject("older"), v2());

    assertThat(registry().schemaById(id)).isEqualTo(v1());
    assertThat(registry().idOf(subject("older"), v1())).isEqualTo(id);
  }

  @Test
  void idOfRegisteredSchemaIsItsId() {
    int id = registry().register(subject("id-of"), v1());

    assertThat(registry().idOf(subject("id-of"), v1())).isEqualTo(id);
  }

  @Test
  void unknownIdIsNotFound() {
    assertNotFound(() -> registry().schemaById(UNKNOWN_ID), SchemaNotFoundException.SCHEMA);
  }

  @Test
  void latestOfUnknownSubjectIsNotFound() {
    assertNotFound(() -> registry().latest(subject("none")), SchemaNotFoundException.SUBJECT);
  }

  @Test
  void idOfSchemaOfUnknownSubjectIsNotFound() {
    assertNotFound(() -> registry().idOf(subject("none"), v1()), SchemaNotFoundException.SUBJECT);
  }

  @Test
  void idOfUnknownSchemaIsNotFoundAndRegistersNothing() {
    registry().register(subject("known"), v1());

    assertNotFound(() -> registry().idOf(subject("known"), v2()), SchemaNotFoundException.SCHEMA);
    assertThat(registry().latest(subject("known")).version()).isEqualTo(1);
  }

  @Test
  void newFieldWithDefaultIsCompatible() {
    registry().register(backward("adds"), v1());

    assertThat(registry().checkCompatibility(subject("adds"), v2()))
        .isEqualTo(new Compatibility(true, List.of()));
  }

  @Test
  void newFieldWithoutDefaultIsIncompatible() {
    registry().register(backward("breaks"), v1());

    Compatibility compatibility = registry().checkCompatibility(subject("breaks"), incompatible());

    assertThat(compatibility.compatible()).isFalse();
    assertThat(compatibility.messages().isEmpty()).isNotEqualTo(explainsIncompatibility());
  }

  @Test
  void anythingIsCompatibleWithAnUnknownSubject() {
    assertThat(registry().checkCompatibility(subject("none"), v1()).compatible()).isTrue();
  }

  @Test
  void incompatibleSchemaIsRejected() {
    registry().register(backward("rejects"), v1());

    assertThatThrownBy(() -> registry().register(subject("rejects"), incompatible()))
        .asInstanceOf(type(RegistryRejectedException.class))
        .returns(409, RegistryException::errorCode)
        .returns(409, RegistryException::httpStatus);
  }

  @Test
  void ownSubjectTakesWhatFitsEveryVersionAlone() {
    OwnSubjects.require(registry(), subject("own"), CompatibilityLevel.FULL_TRANSITIVE);
    registry().register(subject("own"), withA("{\"name\":\"a\",\"type\":\"int\",\"default\":0}"));
    registry().register(subject("own"), v1());
    Schema fitsTheNewestAlone = withA("{\"name\":\"a\",\"type\":\"string\",\"default\":\"\"}");

    assertThatThrownBy(() -> registry().register(subject("own"), fitsTheNewestAlone))
        .asInstanceOf(type(RegistryRejectedException.class))
        .returns(409, RegistryException::httpStatus);
    assertThat(registry().latest(subject("own")).version()).isEqualTo(2);
  }

  @Test
  void subjectThatIsThereKeepsItsLevel() {
    registry().register(subject("kept"), v1());
    registry().setCompatibility(subject("kept"), CompatibilityLevel.BACKWARD);

    OwnSubjects.require(registry(), subject("kept"), CompatibilityLevel.FULL_TRANSITIVE);

    Schema readsAndIsNotRead = SchemaBuilder.record("Order").fields().endRecord();
    assertThat(registry().register(subject("kept"), readsAndIsNotRead)).isPositive();
  }

  @Test
  void levelOfASubjectOfAnyName() {
    registry().setCompatibility(subject("with space"), CompatibilityLevel.FULL);
    registry().register(subject("with space"), v1());

    assertThatThrownBy(() -> registry().register(subject("with space"), incompatible()))
        .isInstanceOf(RegistryRejectedException.class);
  }

  private static Schema withA(String field) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"Order\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"string\"},"
                + field
                + "]}");
  }

  @Test
  void subjectNamesMayHoldAnyCharacter() {
    for (String name : List.of("with space", "plus+percent%20", "umlaut-\u00fc-\u65e5", "a:b|c")) {
      int id = registry().register(subject(name), v1());

      assertThat(registry().latest(subject(name)).id()).as(name).isEqualTo(id);
    }
  }

  @Test
  void wireContractsSurviveTheRoundTrip() {
    for (Schema schema : List.of(UserEvent.getClassSchema(), LabelledExample.getClassSchema())) {
      int id = registry().register(subject(schema.getName()), schema);

      assertThat(registry().schemaById(id)).isEqualTo(schema);
    }
  }

  /** A subject that no other test and no other run uses. */
  protected final String subject(String name) {
    return run + "-" + name;
  }

  private String backward(String name) {
    requireBackwardCompatibility(subject(name));
    return subject(name);
  }

  private static void assertNotFound(Runnable call, int errorCode) {
    assertThatThrownBy(call::run)
        .asInstanceOf(type(SchemaNotFoundException.class))
        .returns(errorCode, RegistryException::errorCode)
        .returns(404, RegistryException::httpStatus);
  }

  static Schema v1() {
    return SchemaBuilder.record("Order").fields().requiredString("id").endRecord();
  }

  static Schema v2() {
    return SchemaBuilder.record("Order")
        .fields()
        .requiredString("id")
        .optionalDouble("price")
        .endRecord();
  }

  static Schema incompatible() {
    return SchemaBuilder.record("Order")
        .fields()
        .requiredString("id")
        .requiredLong("amount")
        .endRecord();
  }
}
