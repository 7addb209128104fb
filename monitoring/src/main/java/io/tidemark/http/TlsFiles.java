package io.tidemark.http;

import java.nio.file.Path;

/**
 * Where a certificate is read from, and read again when it has changed.
 *
 * @param certificate PEM: the server's certificate, then those up to the root
 * @param key PEM: its private key in PKCS #8, without a password
 */
public record TlsFiles(Path certificate, Path key) {}
