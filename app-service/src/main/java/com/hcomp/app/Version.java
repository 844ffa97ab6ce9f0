package com.hcomp.app;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What runs here, as {@code GET /version} answers it.
 *
 * @param version the version that was built
 * @param commit the Git commit it was built from
 * @param commitTime when that commit was made, ISO-8601
 * @param environment the environment's name, such as {@code stg}
 * @param instance the pod that answers
 */
@Serdeable
public record Version(
    String version, String commit, String commitTime, String environment, String instance) {}
