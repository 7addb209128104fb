package io.tidemark.training.file;

import io.tidemark.training.Part;

/**
 * A file of an export.
 *
 * @param part what is in it
 * @param name its name in the folder
 * @param sha256 64 lower-case hexadecimal digits over its bytes
 */
public record WrittenFile(Part part, String name, String sha256) {}
