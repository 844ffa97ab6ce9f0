package com.hcomp.app.lifecycle;

import static io.micronaut.http.annotation.Filter.MATCH_ALL_PATTERN;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * While the service is ending, each answer is the last on its connection: clients that keep
 * connections open would otherwise send a request just when theirs is closed.
 */
@ServerFilter(MATCH_ALL_PATTERN)
final class LastAnswerFilter {
  private final Traffic traffic;

  LastAnswerFilter(Traffic traffic) {
    this.traffic = traffic;
  }

  @ResponseFilter
  void closeConnection(MutableHttpResponse<?> response) {
    if (!traffic.isWanted()) {
      response.header(HttpHeaders.CONNECTION, "close");
    }
  }
}
