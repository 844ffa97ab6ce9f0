package com.hcomp.app;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

/** Answers only when the whole request has come, so that a test can keep a request under way. */
@Controller("/echo")
final class EchoController {

  @Post(consumes = "text/plain", produces = "text/plain")
  String echo(@Body String text) {
    return text;
  }
}
