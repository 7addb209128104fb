package io.tidemark.registry;

/**
 * One address of a registry.
 *
 * @param base the address without credentials and without a trailing slash
 * @param authorization value of the Authorization header, or null for none
 */
record Endpoint(String base, Secret authorization) {}
