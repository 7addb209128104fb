package io.tidemark.registry;

import java.util.UUID;
import org.apache.avro.Schema;

/**
 * A registry of Avro schemas: ids are global, versions count from 1 within a subject.
 *
 * <p>Every method may throw {@link RegistryUnavailableException} (try again later) or {@link
 * RegistryRejectedException} (the request is refused and will be refused again). Implementations
 * are thread-safe.
 */
public interface SchemaRegistry extends AutoCloseable {

  /**
   * Registers a schema under a subject and returns its id; registering again returns the same id.
   *
   * @throws RegistryRejectedException with code 409 if it is incompatible with the subject
   */
  int register(String subject, Schema schema);

  /**
   * Returns the schema with an id.
   *
   * @throws SchemaNotFoundException with code 40403 if the registry has no Avro schema by this id
   */
  Schema schemaById(int id);

  /**
   * Returns the schema with a GUID, the identity that Confluent's registry gives to a schema.
   *
   * @throws SchemaNotFoundException with code 40403 if the registry has no Avro schema by this
   *     GUID, or has no look-up by GUID at all
   */
  Schema schemaByGuid(UUID guid);

  /**
   * Returns the newest version of a subject.
   *
   * @throws SchemaNotFoundException with code 40401 or 40402 if there is none
   */
  RegisteredSchema latest(String subject);

  /**
   * Returns one version of a subject.
   *
   * @throws SchemaNotFoundException with code 40401 or 40402 if there is none
   */
  RegisteredSchema version(String subject, int version);

  /**
   * Tells whether a schema could be registered after the newest version of a subject. A subject
   * that does not exist is compatible with everything.
   */
  Compatibility checkCompatibility(String subject, Schema schema);

  /**
   * Sets what versions of a subject must be able to do from now on; the subject may be one that has
   * none yet.
   *
   * @throws SchemaNotFoundException with code 40401 if a registry that checks nothing by itself is
   *     told to go on with that for a subject that is not there
   */
  void setCompatibility(String subject, CompatibilityLevel level);

  /**
   * Returns the id of a schema under a subject without registering it.
   *
   * @throws SchemaNotFoundException with code 40401 if there is no such subject, 40403 if the
   *     subject does not have this schema
   */
  int idOf(String subject, Schema schema);

  /** Gives up connections; any call afterwards fails. Closing twice is harmless. */
  @Override
  void close();
}
